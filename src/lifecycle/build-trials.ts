import {lookup} from '../base/registry.js';
import {viewShape} from '../features/view.js';
import type {Trial} from '../hopper/trial.js';
import {families} from '../models/families/registry.js';
import {outputs} from '../models/head.js';
import type {ModelShape} from '../models/model.js';
import type {Proposal} from '../search/algorithms/algorithm.js';
import {algorithms} from '../search/algorithms/registry.js';
import {parameterCount, parameterSlices} from '../train/parameters.js';
import type {BuildSettings} from './build-settings.js';

type Inputs = Pick<ModelShape, 'task' | 'columns'>;

/** On few rows batches are made smaller, so that an epoch is at least so many steps and not one or two. */
const stepsPerEpoch = 16;

/** The configurations of a run: fewer than asked for where the space holds no more. */
export function proposeTrials(
  settings: BuildSettings,
  inputs: Inputs,
  shardRows: readonly number[],
): Trial[] {
  const spaces = Object.fromEntries(settings.families.map((name) => [name, families[name]!.space]));
  const algorithm = lookup(algorithms, 'search algorithm', settings.algorithm);
  const defaults = Object.fromEntries(settings.families.map((name) => [name, families[name]!.default]));
  const {seed, trials: limit, epochs} = settings;
  const search = algorithm.start({spaces, seed, defaults, trials: limit, epochs, direction: 'maximize'});
  const trials: Trial[] = [];
  for (;;) {
    const assignment = search.ask();
    if (!assignment || assignment === 'wait') return trials;
    const {family, parameters} = assignment;
    const proposal = {family, parameters};
    trials.push({
      trial: trials.length + 1,
      ...proposal,
      ...modelOf(proposal, inputs, settings.epochs, shardRows),
    });
  }
}

function modelOf(
  {family, parameters}: Proposal,
  inputs: Inputs,
  epochs: number,
  shardRows: readonly number[],
): Pick<Trial, 'layers' | 'training' | 'weights' | 'steps'> {
  const entry = families[family]!;
  const view = viewShape(inputs.columns.flatMap(({encoded}) => encoded));
  const layers = entry.layers(parameters, view, outputs(inputs.task));
  const rows = shardRows.reduce((sum, count) => sum + count, 0);
  const training = entry.training(parameters, rows);
  const batchSize = Math.min(training.batchSize, Math.max(1, Math.floor(rows / stepsPerEpoch)));
  const steps = epochs * shardRows.reduce((sum, count) => sum + Math.ceil(count / batchSize), 0);
  const weights = parameterCount(parameterSlices({...inputs, layers}));
  return {layers, training: {...training, batchSize}, weights, steps};
}
