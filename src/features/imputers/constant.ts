import type {Imputer} from './imputer.js';

export const constant: Imputer = {
  summary: 'A number that is given: it takes `value`.',
  valued: true,
  fill: (_facts, value) => value,
  example: {values: [3, 1, null, 10, 3, 10, 1.5], value: -1, fill: -1},
};
