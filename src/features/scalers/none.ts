import type {Scaler} from './scaler.js';

/** For columns that are of a like size already, such as shares and counts of a few. */
export const none: Scaler = {
  summary: 'The numbers as they are.',
  binned: false,
  quantiles: () => [],
  fit: () => ({}),
  width: () => 1,
  build: ({values}) => values,
  example: {values: [0, 1, 2, 10, -3.5], scaled: [[0], [1], [2], [10], [-3.5]]},
};
