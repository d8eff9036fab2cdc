import {scoreCost, trainCost} from '../hopper/trial-cost.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildSettings, inputsOf} from './build-settings.js';
import {type Forecast, forecast, type Pace} from './forecast.js';
import {rowBytes} from './held-memory.js';
import type {Strategy} from './strategies.js';

export interface Choice {
  strategy: Strategy;
  /** Why: a sentence. */
  rule: string;
}

/** Milliseconds of a floating-point operation of training, on a processor of no special kind. */
export const usualOperation = 1.2e-7;

/** As a processor of no special kind has it. What is chosen by it is the same everywhere, and so are the weights. */
export const usualPace: Pace = {
  train: (trials, rows) =>
    trials.reduce((sum, trial) => sum + usualOperation * trainCost(trial, rows) + 2, 4),
  evaluate: (trials, rows) => trials.reduce((sum, trial) => sum + 1.5e-7 * scoreCost(trial, rows) + 2, 3),
  compile: () => 50,
  startup: (rows) => 400 + rows / 500,
};

/** Bytes of rows that every worker may hold, where all hold all of them. */
const mostHeld = 256e6;

/** Epochs of all trials that are gone through: of more, the first show which way is faster. */
const enough = 128;

/** How much sooner a way has to end than one that is otherwise the better. */
const clearly = 0.97;

/** The settings of a run that is done in one of the ways. */
export function inStrategy(settings: BuildSettings, strategy: Strategy): BuildSettings {
  return {...settings, strategy, shards: strategy === 'task' ? 1 : settings.crew};
}

/**
 * Which way a run is done, where nobody says, by what units cost: where all workers can hold all rows, no model hops unless
 * that ends clearly sooner, as every hop writes and reads states. A pure function of data and settings.
 */
export async function chooseStrategy(settings: BuildSettings, inputs: BuildInputs): Promise<Choice> {
  if (settings.workers === 1) return {strategy: 'mop', rule: 'there is one worker, which holds all rows'};
  const few = shortened(settings, enough);
  const ends = async (strategy: Strategy) => forecast(inStrategy(few, strategy), inputs, usualPace);
  const [mop, task] = [await ends('mop'), await ends('task')];
  // Where every worker has a group to train, copies of one only add what it takes to average them.
  const average = mop.groups < settings.workers ? await ends('average') : undefined;
  const rows = inputs.snapshot.splits.train.rows * rowBytes(inputsOf(inputs.snapshot));
  const size = rows < 1e6 ? `${(rows / 1e3).toFixed(1)} kB` : `${(rows / 1e6).toFixed(1)} MB`;
  if (rows <= mostHeld && task.units < mop.units && !sooner(mop, task) && !(average && sooner(average, task)))
    return {
      strategy: 'task',
      rule: `every worker can hold all training rows (${size}), so that no model has to hop`,
    };
  if (average && sooner(average, mop))
    return {
      strategy: 'average',
      rule: `${mop.groups} ${mop.groups === 1 ? 'group is' : 'groups are'} too few for ${settings.workers} workers to hop`,
    };
  const rule =
    rows > mostHeld
      ? `all training rows (${size}) are more than the ${mostHeld / 1e6} MB that every worker may hold`
      : `${mop.groups} groups keep ${settings.workers} workers busy, each of which holds one shard`;
  return {strategy: 'mop', rule};
}

/** Settings with as many epochs of fewer trials, or fewer of each, that they come to no more than so many in all. */
export function shortened(settings: BuildSettings, most: number): BuildSettings {
  const trials = Math.min(settings.trials, Math.max(1, most >> 2));
  const epochs = Math.min(settings.epochs, Math.max(1, Math.floor(most / trials)));
  return {...settings, trials, epochs, search: {...settings.search, trials, epochs}};
}

function sooner(one: Forecast, other: Forecast): boolean {
  return one.milliseconds < clearly * other.milliseconds;
}
