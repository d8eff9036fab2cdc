import {type Metric, needsNumbers} from './metric.js';

/** (1/n) Σ |ŷ − y|, in the target's unit. */
export const meanAbsoluteError: Metric = {
  summary: 'The mean absolute difference.',
  direction: 'minimize',
  unfit: needsNumbers,
  compute: ({target, predictions}) =>
    target.reduce((sum, value, row) => sum + Math.abs(predictions[row]! - value), 0) / target.length,
  example: {target: [1, 2, 3], predictions: [1, 2, 5], classes: 1, value: 0.6666666667},
};
