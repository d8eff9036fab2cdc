import {type Metric, needsClasses} from './metric.js';

/** Probabilities are kept this far from 0 and 1: the spacing of float32 at 1. */
const margin = 2 ** -23;

/** −(1/n) Σ log p(true class) */
export const logLoss: Metric = {
  summary: 'Minus the mean log-probability of the true class.',
  direction: 'minimize',
  unfit: needsClasses,
  compute: ({target, predictions, classes}) => {
    let total = 0;
    for (let row = 0; row < target.length; row += 1) {
      const probability = predictions[row * classes + target[row]!]!;
      total -= Math.log(Math.min(Math.max(probability, margin), 1 - margin));
    }
    return total / target.length;
  },
  example: {target: [0, 1], predictions: [0.75, 0.25, 0.5, 0.5], classes: 2, value: 0.4904146265},
};
