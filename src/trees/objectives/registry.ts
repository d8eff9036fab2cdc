import type {Registry} from '../../base/registry.js';
import {absoluteError} from './absolute-error.js';
import {huber} from './huber.js';
import {logistic} from './logistic.js';
import type {Objective} from './objective.js';
import {poisson} from './poisson.js';
import {quantile} from './quantile.js';
import {softmax} from './softmax.js';
import {squaredError} from './squared-error.js';

/** What trees can be grown to lower. */
export const objectives: Registry<Objective> = {
  'absolute-error': absoluteError,
  huber,
  logistic,
  poisson,
  quantile,
  softmax,
  'squared-error': squaredError,
};
