import {categorical} from './categorical.js';
import type {FeatureType, RawKind} from './feature-type.js';
import {numeric} from './numeric.js';

/**
 * A column that says something which only a person who knows the data can tell, such as a code or a name. Until one does, its
 * numbers are quantities and its texts categories.
 */
export const contextSpecific: FeatureType = {
  summary: 'What it means is known to people only: numbers as quantities, text as categories until they say.',
  usable: true,
  accepts: ['string', 'number'],
  readable: () => 1,
  fit: (column, relation) => as(column.raw).fit(column, relation),
  fitted: (rows, column) => as(column.raw).fitted(rows, column),
  columns: (column) => as(column.raw).columns(column),
  dictionary: (column) => as(column.raw).dictionary?.(column),
  sql: (column) => as(column.raw).sql(column),
  graph: (builder, raw, column) => as(column.raw).graph(builder, raw, column),
  example: {raw: 'string', values: ['X30', 'T20Z', 'X30', 'N70', null, '', 'X30']},
};

function as(raw: RawKind): FeatureType {
  return raw === 'number' ? numeric : categorical;
}
