import {binCount, binned, innerEdges} from '../bins.js';
import type {Scaler} from './scaler.js';

/** scikit-learn's KBinsDiscretizer with `strategy='uniform'`: a column of 0 and 1 for each bin. */
export const uniformBins: Scaler = {
  summary: 'One of a few bins that are equally wide, as columns of 0 and 1. Takes `bins`.',
  binned: true,
  quantiles: () => [],
  fit: ({minimum, maximum}, bins) => {
    const edge = (at: number) => minimum + (maximum - minimum) * (at / bins);
    return {edges: innerEdges([...Array.from({length: bins}, (_, at) => edge(at)), maximum])};
  },
  width: binCount,
  build: binned,
  example: {
    values: [0, 1, 2, 10, -3.5],
    bins: 3,
    scaled: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ],
  },
};
