import {type Metric, needsNumbers} from './metric.js';

/** √((1/n) Σ (ŷ − y)²), in the target's unit. */
export const rootMeanSquaredError: Metric = {
  summary: 'The root of the mean squared difference.',
  direction: 'minimize',
  unfit: needsNumbers,
  compute: ({target, predictions}) =>
    Math.sqrt(target.reduce((sum, value, row) => sum + (predictions[row]! - value) ** 2, 0) / target.length),
  example: {target: [1, 2, 3], predictions: [1, 2, 5], classes: 1, value: 1.1547005384},
};
