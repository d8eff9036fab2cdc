import type {SnapshotSchema} from '../data/snapshot.js';
import {groupsUnderWay} from '../hopper/group.js';
import type {HopperOptions} from '../hopper/run.js';
import type {Trial} from '../hopper/trial.js';
import {scoreCost, trainCost} from '../hopper/trial-cost.js';
import {decidingMetric} from '../train/evaluate.js';
import {type BuildSettings, floorOf, inputsOf, taskOf} from './build-settings.js';
import {trialOf} from './build-trials.js';
import type {Shards} from './shards.js';
import {type StartedSearch, startSearch} from './start-search.js';

/** What a run has in common with its rehearsal. */
export type HopperSetup = Pick<
  HopperOptions,
  | ('workers' | 'holders' | 'evaluation' | 'together' | 'seed' | 'search' | 'listens')
  | ('grouping' | 'window' | 'trialOf' | 'costOf' | 'epochs')
> &
  Pick<StartedSearch, 'table'>;

/** Who trains what with whom, and what that costs in floating-point operations: the same on every machine. */
export function hopperSetup(settings: BuildSettings, snapshot: SnapshotSchema, shards: Shards): HopperSetup {
  const {seed, families, crew, time, epochs, strategy} = settings;
  const lanes = settings.lanes ?? undefined;
  const {direction} = decidingMetric(taskOf(snapshot), settings.metric).metric;
  // Who trains together does not change when a run goes on with other workers than those that it began with.
  const grouping = {workers: strategy === 'average' ? 1 : crew, inTime: time !== null, lanes};
  const rows = shards.shards.map((shard) => shard.rows);
  const together = strategy === 'average';
  const making = {inputs: inputsOf(snapshot), epochs, shardRows: rows, together, monotone: settings.monotone};
  return {
    ...startSearch(settings.search, {seed, families, direction}),
    ...{
      workers: floorOf(settings),
      seed,
      epochs,
      grouping,
      together,
      holders: shards.holders,
      evaluation: shards.evaluation,
    },
    window: (count) => groupsUnderWay(count, grouping),
    trialOf: (assignment, number) => trialOf(assignment, number, making),
    costOf: (trials) => operationsOf(trials, shards),
  };
}

function operationsOf(trials: readonly Trial[], {shards, validationRows}: Shards) {
  const sum = (cost: (trial: Trial) => number) => trials.reduce((total, trial) => total + cost(trial), 0);
  return {
    train: shards.map(({rows}) => sum((trial) => trainCost(trial, rows))),
    evaluate: sum((trial) => scoreCost(trial, validationRows)),
  };
}
