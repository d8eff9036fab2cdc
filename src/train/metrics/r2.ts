import {type Metric, needsNumbers} from './metric.js';

/** 1 − Σ (y − ŷ)² / Σ (y − ȳ)²; for a constant target 1 if every prediction is right, else 0. */
export const r2: Metric = {
  summary: 'The share of the variance that is explained.',
  direction: 'maximize',
  unfit: needsNumbers,
  compute: ({target, predictions}) => {
    const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
    const residual = target.reduce((sum, value, row) => sum + (predictions[row]! - value) ** 2, 0);
    const total = target.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    if (total === 0) return residual === 0 ? 1 : 0;
    return 1 - residual / total;
  },
  example: {target: [1, 2, 3], predictions: [1, 2, 5], classes: 1, value: -1},
};
