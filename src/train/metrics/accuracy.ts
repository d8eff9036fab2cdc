import {predictedClasses} from '../classes.js';
import {type Metric, needsClasses} from './metric.js';

export const accuracy: Metric = {
  summary: 'The share of rows whose most probable class is the true one.',
  direction: 'maximize',
  unfit: needsClasses,
  compute: ({target, predictions, classes}) => {
    const predicted = predictedClasses(predictions, classes);
    let hits = 0;
    for (let row = 0; row < target.length; row += 1) if (predicted[row] === target[row]) hits += 1;
    return hits / target.length;
  },
  example: {
    target: [0, 1, 1, 1],
    predictions: [0.6, 0.4, 0.3, 0.7, 0.8, 0.2, 0.1, 0.9],
    classes: 2,
    value: 0.75,
  },
};
