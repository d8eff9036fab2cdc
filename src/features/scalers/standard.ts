import {rowOf, standardized} from '../standardized.js';
import type {Scaler} from './scaler.js';

/** (x − mean) / deviation, as scikit-learn's StandardScaler, cut off at ±10. */
export const standard: Scaler = {
  summary: 'Less the mean, by the standard deviation; cut off at ±10. The default.',
  binned: false,
  quantiles: () => [],
  fit: ({mean, scale}) => ({mean, scale}),
  width: () => 1,
  build: ({builder, values, fitted, means}) => {
    const numbers = (key: string) => fitted.map((column) => column[key] as number);
    const centre = means ?? rowOf(builder, numbers('mean'));
    return standardized(builder, values, centre, numbers('scale'));
  },
  example: {
    values: [0, 1, 2, 10, -3.5],
    scaled: [[-0.42656259], [-0.20205596], [0.02245066], [1.81850368], [-1.21233579]],
  },
};
