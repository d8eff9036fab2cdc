import type {Encoder} from './encoder.js';

/** Models have weights for each code: a number in `linear`, several in an embedding; trees split codes into groups. */
export const oneHot: Encoder = {
  summary: 'A code, for which models have weights of their own. The default.',
  ofTarget: false,
  ofRare: false,
  fit: () => undefined,
  example: {facts: {raw: 'string', values: ['a', 'b'], rows: [1, 0, 3, 2], targets: []}, tables: undefined},
};
