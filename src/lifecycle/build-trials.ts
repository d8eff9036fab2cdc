import {viewShape} from '../features/view.js';
import type {Trial} from '../hopper/trial.js';
import {families} from '../models/families/registry.js';
import {outputs} from '../models/head.js';
import type {ModelShape} from '../models/model.js';
import type {Assignment} from '../search/algorithms/algorithm.js';
import {parameterCount, parameterSlices} from '../train/parameters.js';

type Inputs = Pick<ModelShape, 'task' | 'columns'>;

/** On few rows batches are made smaller, so that an epoch is at least so many steps and not one or two. */
const stepsPerEpoch = 16;

export interface TrialOptions {
  inputs: Inputs;
  epochs: number;
  /** Rows of each shard. */
  shardRows: readonly number[];
  /** Whether all shards are trained on at once: an epoch is as many steps then as the largest has. */
  together: boolean;
}

/** The model that a proposal stands for on some data, and how it is trained. */
export function trialOf(
  {family, parameters, epochs: until}: Pick<Assignment, 'family' | 'parameters' | 'epochs'>,
  number: number,
  {inputs, epochs: usual, shardRows, together}: TrialOptions,
): Trial {
  const entry = families[family]!;
  // A clone of what was trained to its end goes on for longer.
  const epochs = Math.max(usual, until);
  const view = viewShape(inputs.columns.flatMap(({encoded}) => encoded));
  const layers = entry.layers(parameters, view, outputs(inputs.task));
  const rows = shardRows.reduce((sum, count) => sum + count, 0);
  const training = entry.training(parameters, rows);
  const batchSize = Math.min(training.batchSize, Math.max(1, Math.floor(rows / stepsPerEpoch)));
  const visits = shardRows.map((count) => Math.ceil(count / batchSize));
  const steps = epochs * (together ? Math.max(...visits) : visits.reduce((sum, count) => sum + count, 0));
  const weights = parameterCount(parameterSlices({...inputs, layers}));
  return {
    ...{trial: number, family, parameters, layers, weights, steps},
    training: {...training, batchSize},
  };
}
