import {binCount, binned, innerEdges} from '../bins.js';
import type {Scaler} from './scaler.js';

/** scikit-learn's KBinsDiscretizer with `strategy='quantile'`: a column of 0 and 1 for each bin. */
export const quantileBins: Scaler = {
  summary: 'One of a few bins that hold as many training rows each, as columns of 0 and 1. Takes `bins`.',
  binned: true,
  quantiles: shares,
  fit: ({quantiles}) => ({edges: innerEdges(quantiles)}),
  width: binCount,
  build: binned,
  example: {
    values: [0, 1, 2, 10, -3.5, 2, 2],
    bins: 3,
    scaled: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 1],
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 1],
    ],
  },
};

function shares(bins: number): number[] {
  return Array.from({length: bins + 1}, (_, at) => at / bins);
}
