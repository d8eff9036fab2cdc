import {delimitedNames, delimitedRelation} from '../delimited.js';
import type {Source} from './source.js';

/** The delimiter is found by looking at the file. */
export const csv: Source = {
  summary: 'Comma-separated text with a header; also separated by semicolons, tabs or bars.',
  extensions: ['csv'],
  relation: (database, file) => delimitedRelation(database, file),
  names: (database, file) => delimitedNames(database, file),
  example: {content: 'name,count\nann,1\nbo,2\n'},
};
