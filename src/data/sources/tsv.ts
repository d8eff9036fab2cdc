import {delimitedNames, delimitedRelation, delimitedTrouble} from '../delimited.js';
import type {Source} from './source.js';

export const tsv: Source = {
  summary: 'Tab-separated text with a header.',
  extensions: ['tsv', 'tab'],
  isText: true,
  relation: (database, file) => delimitedRelation(database, file, '\t'),
  names: (database, file) => delimitedNames(database, file, '\t'),
  trouble: (file, path) => delimitedTrouble(file, path, '\t'),
  example: {content: 'name\tcount\nann\t1\nbo\t2\n'},
};
