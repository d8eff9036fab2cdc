import {depthTrouble} from '../json-depth.js';
import {jsonNames, jsonRelation} from '../json-table.js';
import type {Source} from './source.js';

export const ndjson: Source = {
  summary: 'One JSON object a line.',
  extensions: ['ndjson', 'jsonl'],
  isText: true,
  relation: (database, file) => jsonRelation(database, file, 'newline_delimited'),
  names: (database, file) => jsonNames(database, file, 'newline_delimited'),
  trouble: (file, path) => depthTrouble(file.path, path, true),
  example: {content: '{"name": "ann", "count": 1}\n{"name": "bo", "count": 2}\n'},
};
