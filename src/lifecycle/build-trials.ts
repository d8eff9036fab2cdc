import {lookup} from '../base/registry.js';
import {viewShape} from '../features/view.js';
import type {Trial} from '../hopper/trial.js';
import {families} from '../models/families/registry.js';
import {outputs} from '../models/head.js';
import type {ModelShape} from '../models/model.js';
import type {Proposal, Search} from '../search/algorithms/algorithm.js';
import {algorithms} from '../search/algorithms/registry.js';
import type {Metric} from '../train/metrics/metric.js';
import {parameterCount, parameterSlices} from '../train/parameters.js';
import type {BuildSettings} from './build-settings.js';

type Inputs = Pick<ModelShape, 'task' | 'columns'>;

/** On few rows batches are made smaller, so that an epoch is at least so many steps and not one or two. */
const stepsPerEpoch = 16;

/** What decides which configurations a run trains, and whether it listens to how they do. */
export function startSearch(
  settings: BuildSettings,
  direction: Metric['direction'],
): {search: Search; listens: boolean} {
  const spaces = Object.fromEntries(settings.families.map((name) => [name, families[name]!.space]));
  const defaults = Object.fromEntries(settings.families.map((name) => [name, families[name]!.default]));
  const algorithm = lookup(algorithms, 'search algorithm', settings.algorithm);
  const {seed, trials, epochs} = settings;
  const search = algorithm.start({spaces, seed, defaults, trials, epochs, direction});
  return {search, listens: algorithm.listens};
}

export interface TrialOptions {
  inputs: Inputs;
  epochs: number;
  /** Rows of each shard. */
  shardRows: readonly number[];
}

/** The model that a proposal stands for on some data, and how it is trained. */
export function trialOf(
  {family, parameters}: Proposal,
  number: number,
  {inputs, epochs, shardRows}: TrialOptions,
): Trial {
  const entry = families[family]!;
  const view = viewShape(inputs.columns.flatMap(({encoded}) => encoded));
  const layers = entry.layers(parameters, view, outputs(inputs.task));
  const rows = shardRows.reduce((sum, count) => sum + count, 0);
  const training = entry.training(parameters, rows);
  const batchSize = Math.min(training.batchSize, Math.max(1, Math.floor(rows / stepsPerEpoch)));
  const steps = epochs * shardRows.reduce((sum, count) => sum + Math.ceil(count / batchSize), 0);
  const weights = parameterCount(parameterSlices({...inputs, layers}));
  return {
    ...{trial: number, family, parameters, layers, weights, steps},
    training: {...training, batchSize},
  };
}
