import type {Encoder} from './encoder.js';

/** Missing and unseen values have a share like any other. */
export const frequency: Encoder = {
  summary: 'The share of the training rows that have the value.',
  ofTarget: false,
  ofRare: false,
  fit: ({rows}) => {
    const all = rows.reduce((sum, count) => sum + count, 0);
    return [{name: 'frequency', numbers: rows.map((count) => Math.fround(count / Math.max(1, all)))}];
  },
  example: {
    facts: {raw: 'string', values: ['a', 'b'], rows: [1, 0, 5, 2], targets: []},
    tables: [{name: 'frequency', numbers: [0.125, 0, 0.625, 0.25]}],
  },
};
