import type {Imputer} from './imputer.js';

/** As scikit-learn's SimpleImputer. */
export const median: Imputer = {
  summary: 'The median of the training rows.',
  valued: false,
  fill: ({median}) => median,
  example: {values: [3, 1, null, 10, 3, 10, 1.5], fill: 3},
};
