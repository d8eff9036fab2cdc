import {predictedClasses} from '../classes.js';
import {type Metric, needsClasses} from './metric.js';

/** The mean over classes of 2TP / (2TP + FP + FN). Classes that are neither true nor predicted do not count. */
export const f1Macro: Metric = {
  summary: 'The F1 score of each class, averaged.',
  direction: 'maximize',
  unfit: needsClasses,
  compute: ({target, predictions, classes}) => {
    const [hits, actual, claimed] = [counts(classes), counts(classes), counts(classes)];
    const predicted = predictedClasses(predictions, classes);
    for (let row = 0; row < target.length; row += 1) {
      const [truth, claim] = [target[row]!, predicted[row]!];
      claimed[claim]! += 1;
      actual[truth]! += 1;
      if (claim === truth) hits[truth]! += 1;
    }
    const present = [...hits.keys()].filter((k) => actual[k]! + claimed[k]! > 0);
    return present.reduce((sum, k) => sum + (2 * hits[k]!) / (actual[k]! + claimed[k]!), 0) / present.length;
  },
  example: {
    target: [0, 1, 1, 1],
    predictions: [0.6, 0.4, 0.3, 0.7, 0.8, 0.2, 0.1, 0.9],
    classes: 2,
    value: 0.7333333333,
  },
};

function counts(classes: number): Uint32Array {
  return new Uint32Array(classes);
}
