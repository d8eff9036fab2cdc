import type {Imputer} from './imputer.js';

/** As scikit-learn's SimpleImputer. */
export const mean: Imputer = {
  summary: 'The mean of the training rows. The default.',
  valued: false,
  fill: ({mean}) => mean,
  example: {values: [3, 1, null, 10, 3, 10, 1.5], fill: 4.75},
};
