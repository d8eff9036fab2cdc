import {AdlError} from '../base/errors.js';
import {viewShape} from '../features/view.js';
import type {NetworkTrial, TreesTrial, Trial} from '../hopper/trial.js';
import type {NetworkFamily, TreesFamily} from '../models/families/family.js';
import {families} from '../models/families/registry.js';
import {outputs} from '../models/head.js';
import type {ModelShape} from '../models/model.js';
import type {Assignment} from '../search/algorithms/algorithm.js';
import type {Point} from '../search/space.js';
import {parameterCount, parameterSlices} from '../train/parameters.js';
import {type Monotone, treeOptions} from './tree-options.js';

type Inputs = Pick<ModelShape, 'task' | 'columns'>;

/** On few rows batches are made smaller, so that an epoch is at least so many steps and not one or two. */
const stepsPerEpoch = 16;

export interface TrialOptions {
  inputs: Inputs;
  epochs: number;
  /** Of which columns predictions may only rise, or fall: of trees. */
  monotone?: Monotone | undefined;
  /** Rows of each shard. */
  shardRows: readonly number[];
  /** Whether all shards are trained on at once: an epoch is as many steps then as the largest has. */
  together: boolean;
}

/** The model that a proposal stands for on some data, and how it is trained. */
export function trialOf(
  {family, parameters, epochs: until}: Pick<Assignment, 'family' | 'parameters' | 'epochs'>,
  number: number,
  options: TrialOptions,
): Trial {
  const entry = families[family]!;
  // A clone of what was trained to its end goes on for longer.
  const epochs = Math.max(options.epochs, until);
  const facts = {trial: number, family, parameters};
  return entry.kind === 'trees'
    ? {...facts, ...grown(entry, parameters, options)}
    : {...facts, ...trained(entry, parameters, {...options, epochs})};
}

function trained(
  family: NetworkFamily,
  point: Point,
  {inputs, epochs, shardRows, together}: TrialOptions,
): Omit<NetworkTrial, 'trial' | 'family' | 'parameters'> {
  const view = viewShape(inputs.columns.flatMap(({encoded}) => encoded));
  const layers = family.layers(point, view, outputs(inputs.task));
  const rows = shardRows.reduce((sum, count) => sum + count, 0);
  const training = family.training(point, rows);
  const batchSize = Math.min(training.batchSize, Math.max(1, Math.floor(rows / stepsPerEpoch)));
  const visits = shardRows.map((count) => Math.ceil(count / batchSize));
  const steps = epochs * (together ? Math.max(...visits) : visits.reduce((sum, count) => sum + count, 0));
  const weights = parameterCount(parameterSlices({...inputs, layers}));
  return {layers, weights, steps, training: {...training, batchSize}};
}

/** As many as a bin's count has room for. */
const mostTreeRows = 2 ** 24;

function tooManyRows(rows: number): AdlError {
  return new AdlError(
    'RUN_TOO_LARGE',
    `Expected fewer than ${mostTreeRows} training rows to grow trees on, got ${rows}.`,
    {suggestions: ['Write `families: [linear, mlp]` under `build` in adl.yaml.']},
  );
}

/** Its rounds are spread over the usual number of epochs: a clone goes on at the same pace. */
function grown(
  family: TreesFamily,
  point: Point,
  {inputs: {task, columns}, epochs, shardRows, monotone}: TrialOptions,
): Omit<TreesTrial, 'trial' | 'family' | 'parameters'> {
  const values = task.kind === 'classification' && task.labels.length > 2 ? task.labels.length : 1;
  const rows = shardRows.reduce((sum, count) => sum + count, 0);
  if (rows >= mostTreeRows) throw tooManyRows(rows);
  const options = treeOptions(family.growing(point), {task, columns, values, monotone});
  const width = columns.reduce((sum, {encoded}) => sum + encoded.length, 0);
  return {
    trees: {options, epochs, columns: width, outputs: values},
    weights: options.rounds * options.maxLeaves * values,
  };
}
