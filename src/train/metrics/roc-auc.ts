import {rankingOf} from '../ranking.js';
import {type Metric, needsTwoClasses} from './metric.js';

/** The area under the ROC curve by trapezia; 0.5 where a class is absent. */
export const rocAuc: Metric = {
  summary: 'The chance that a row of the second class scores above one of the first.',
  direction: 'maximize',
  unfit: needsTwoClasses,
  compute: (scored) => {
    const {length, truePositives, falsePositives} = rankingOf(scored);
    const [positives, negatives] = [truePositives[length - 1] ?? 0, falsePositives[length - 1] ?? 0];
    if (positives === 0 || negatives === 0) return 0.5;
    let [area, right, up] = [0, 0, 0];
    for (let at = 0; at < length; at += 1) {
      area += ((falsePositives[at]! - right) * (truePositives[at]! + up)) / 2;
      right = falsePositives[at]!;
      up = truePositives[at]!;
    }
    return area / (positives * negatives);
  },
  example: {
    target: [0, 0, 1, 1],
    predictions: [0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8],
    classes: 2,
    value: 0.75,
  },
};
