import type {Registry} from '../../base/registry.js';
import type {Encoder} from './encoder.js';
import {frequency} from './frequency.js';
import {oneHot} from './one-hot.js';
import {ordinal} from './ordinal.js';
import {similarity} from './similarity.js';
import {target} from './target.js';

/** Every encoder, by the name that it has in the manifest. */
export const encoders: Registry<Encoder> = {
  frequency,
  'one-hot': oneHot,
  ordinal,
  similarity,
  target,
};
