import {rankingOf} from '../ranking.js';
import {type Metric, needsTwoClasses} from './metric.js';

/** Σ (Rₙ − Rₙ₋₁) Pₙ over the distinct thresholds n; 0 where no row is positive. */
export const averagePrecision: Metric = {
  summary: 'The area under the precision–recall curve of the second class, as a step function.',
  direction: 'maximize',
  unfit: needsTwoClasses,
  compute: (scored) => {
    const {length, truePositives, falsePositives} = rankingOf(scored);
    const positives = truePositives[length - 1] ?? 0;
    if (positives === 0) return 0;
    let [sum, before] = [0, 0];
    for (let at = 0; at < length; at += 1) {
      const hits = truePositives[at]!;
      sum += (hits - before) * (hits / (hits + falsePositives[at]!));
      before = hits;
    }
    return sum / positives;
  },
  example: {
    target: [0, 0, 1, 1],
    predictions: [0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8],
    classes: 2,
    value: 0.8333333333,
  },
};
