import type {FeatureType} from './feature-type.js';

/** Keys, names that occur once, columns with one value: what a model can learn by heart and never use again. */
export const notGeneralizable: FeatureType = {
  summary:
    'A key, a constant, or nothing: it says nothing about a row that was not seen. No input of a model.',
  usable: false,
  accepts: ['string', 'number'],
  readable: () => 1,
  fit: () => undefined,
  fitted: () => null,
  columns: () => [],
  sql: () => [],
  graph: () => [],
  example: {raw: 'string', values: ['a1', 'b2', null]},
};
