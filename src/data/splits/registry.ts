import type {Registry} from '../../base/registry.js';
import {column} from './column.js';
import {grouped} from './grouped.js';
import {random} from './random.js';
import type {Splitter} from './splitter.js';
import {stratified} from './stratified.js';
import {time} from './time.js';

/** Every way to split, by the name that it has in the manifest. */
export const splitters: Registry<Splitter> = {
  column,
  grouped,
  random,
  stratified,
  time,
};
