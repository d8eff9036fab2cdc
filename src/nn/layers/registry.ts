import type {Registry} from '../../base/registry.js';
import {activation} from './activation.js';
import {add} from './add.js';
import {concatenate} from './concatenate.js';
import {dense} from './dense.js';
import {embedding} from './embedding.js';
import {flatten} from './flatten.js';
import {globalSumPooling1d} from './global-sum-pooling-1d.js';
import type {Layer} from './layer.js';
import {layerNormalization} from './layer-normalization.js';

/** The layers that a model may be made of. */
export const layers: Registry<Layer> = {
  activation,
  add,
  concatenate,
  dense,
  embedding,
  flatten,
  'global-sum-pooling-1d': globalSumPooling1d,
  'layer-normalization': layerNormalization,
};
