import {smallestScale} from '../../base/smallest-scale.js';
import {rowOf, standardized} from '../standardized.js';
import type {Scaler} from './scaler.js';

/** (x − median) / (upper − lower quartile), as scikit-learn's RobustScaler, cut off at ±10. */
export const robust: Scaler = {
  summary: 'Less the median, by the range between the quartiles: outliers do not move it. Cut off at ±10.',
  binned: false,
  quantiles: () => [0.25, 0.75],
  fit: ({median, quantiles: [lower, upper]}) => {
    const range = upper! - lower!;
    return {median, range: range < smallestScale ? 1 : range};
  },
  width: () => 1,
  build: ({builder, values, fitted}) => {
    const numbers = (key: string) => fitted.map((column) => column[key] as number);
    return standardized(builder, values, rowOf(builder, numbers('median')), numbers('range'));
  },
  example: {values: [0, 1, 2, 10, -3.5], scaled: [[-0.5], [0], [0.5], [4.5], [-2.25]]},
};
