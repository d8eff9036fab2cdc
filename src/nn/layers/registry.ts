import type {Registry} from '../../base/registry.js';
import {activation} from './activation.js';
import {add} from './add.js';
import {batchNormalization} from './batch-normalization.js';
import {concatenate} from './concatenate.js';
import {dense} from './dense.js';
import {dropout} from './dropout.js';
import {embedding} from './embedding.js';
import {flatten} from './flatten.js';
import {globalSumPooling1d} from './global-sum-pooling-1d.js';
import type {Layer} from './layer.js';
import {layerNormalization} from './layer-normalization.js';
import {periodicEmbedding} from './periodic-embedding.js';
import {piecewiseLinearEmbedding} from './piecewise-linear-embedding.js';

/** The layers that a model may be made of. */
export const layers: Registry<Layer> = {
  activation,
  add,
  'batch-normalization': batchNormalization,
  concatenate,
  dense,
  dropout,
  embedding,
  flatten,
  'global-sum-pooling-1d': globalSumPooling1d,
  'layer-normalization': layerNormalization,
  'periodic-embedding': periodicEmbedding,
  'piecewise-linear-embedding': piecewiseLinearEmbedding,
};
