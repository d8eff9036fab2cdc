import {positiveScores, thresholds} from '../ranking.js';
import {type Metric, needsTwoClasses} from './metric.js';

/** The area under the ROC curve by trapezia; 0.5 where a class is absent. */
export const rocAuc: Metric = {
  summary: 'The chance that a row of the second class scores above one of the first.',
  direction: 'maximize',
  unfit: needsTwoClasses,
  compute: ({target, predictions}) => {
    const steps = thresholds(target, positiveScores(predictions));
    const last = steps.at(-1);
    if (!last || last.truePositives === 0 || last.falsePositives === 0) return 0.5;
    let [area, before] = [0, {truePositives: 0, falsePositives: 0}];
    for (const step of steps) {
      const height = (step.truePositives + before.truePositives) / 2;
      area += (step.falsePositives - before.falsePositives) * height;
      before = step;
    }
    return area / (last.truePositives * last.falsePositives);
  },
  example: {
    target: [0, 0, 1, 1],
    predictions: [0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8],
    classes: 2,
    value: 0.75,
  },
};
