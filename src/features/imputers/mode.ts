import type {Imputer} from './imputer.js';

/** As scikit-learn's SimpleImputer. */
export const mode: Imputer = {
  summary: 'The value that most training rows have; the smallest of several.',
  valued: false,
  fill: ({mode}) => mode,
  example: {values: [3, 1, null, 10, 3, 10, 1.5], fill: 3},
};
