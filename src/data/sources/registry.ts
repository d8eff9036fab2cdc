import type {Registry} from '../../base/registry.js';
import {csv} from './csv.js';
import {json} from './json.js';
import {ndjson} from './ndjson.js';
import {parquet} from './parquet.js';
import type {Source} from './source.js';
import {tsv} from './tsv.js';

/** Every kind of file that tables are read from. */
export const sources: Registry<Source> = {csv, json, ndjson, parquet, tsv};
