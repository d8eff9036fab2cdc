import {depthTrouble} from '../json-depth.js';
import {jsonNames, jsonRelation} from '../json-table.js';
import type {Source} from './source.js';

export const json: Source = {
  summary: 'A JSON array of objects.',
  extensions: ['json'],
  isText: true,
  relation: (database, file) => jsonRelation(database, file, 'auto'),
  names: (database, file) => jsonNames(database, file, 'auto'),
  trouble: (file, path) => depthTrouble(file.path, path, false),
  example: {content: '[{"name": "ann", "count": 1}, {"name": "bo", "count": 2}]'},
};
