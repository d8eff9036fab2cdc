import {delimitedNames, delimitedRelation, delimitedTrouble} from '../delimited.js';
import type {Source} from './source.js';

/** The delimiter is found by looking at the file. */
export const csv: Source = {
  summary: 'Comma-separated text with a header; also separated by semicolons, tabs or bars.',
  extensions: ['csv'],
  isText: true,
  relation: (database, file) => delimitedRelation(database, file),
  names: (database, file) => delimitedNames(database, file),
  trouble: (file, path) => delimitedTrouble(file, path),
  example: {content: 'name,count\nann,1\nbo,2\n'},
};
