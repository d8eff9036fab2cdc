import {randomStream} from '../base/random.js';
import {keyOf} from '../hopper/group.js';
import {Rehearsal, type Rehearsed} from '../hopper/rehearsal.js';
import {runHopper} from '../hopper/run.js';
import type {Trial} from '../hopper/trial.js';
import type {BuildInputs} from './build-inputs.js';
import type {BuildSettings} from './build-settings.js';
import {heldMemory, stateBytes} from './held-memory.js';
import {hopperSetup} from './hopper-setup.js';
import {dealShards, type Shards} from './shards.js';

/** How long things take, in milliseconds. */
export interface Pace {
  /** Training a group over so many rows once, with all that a unit is besides. */
  train(trials: readonly Trial[], rows: number): number;
  /** Scoring so many rows with each of a group, and what the coordinator makes of it. */
  evaluate(trials: readonly Trial[], rows: number): number;
  /** What a worker does once for each shape of group. */
  compile(trials: readonly Trial[]): number;
  /** Until workers that hold so many rows each are ready. */
  startup(rows: number): number;
}

/** What a run would come to. */
export interface Forecast {
  milliseconds: number;
  trials: number;
  /** Of all trials together. */
  epochs: number;
  groups: number;
  /** Configurations in a group, in the mean over its units. */
  lanes: number;
  /** Different graphs. */
  shapes: number;
  units: number;
  shards: number;
  workers: number;
  /** Milliseconds that workers are at work, of all of them together. */
  busy: number;
  /** Bytes: the most that a worker holds, what checkpoints and predictions take on disk at most, and what is read and written of them. */
  memory: number;
  stored: number;
  moved: number;
}

/** Goes through a run without training anything: every unit, by what it would take. */
export async function forecast(settings: BuildSettings, inputs: BuildInputs, pace: Pace): Promise<Forecast> {
  const shards = dealShards(inputs.folder, inputs.snapshot, settings);
  const setup = hopperSetup(settings, inputs.snapshot, shards);
  const execution = new Rehearsal(randomStream(settings.seed, 'rehearsal'));
  const groups = new Map<string, readonly Trial[]>();
  const trials: Trial[] = [];
  let formed = 0;
  const makespan = await runHopper({
    ...setup,
    ...{execution, order: 'virtual', script: [], shouldStop: () => false},
    costOf: (own) => ({
      train: shards.shards.map(({rows}) => pace.train(own, rows)),
      evaluate: pace.evaluate(own, shards.validationRows),
    }),
    onTrial: (trial) => trials.push(trial),
    onGroup: (_, own) => {
      formed += 1;
      groups.set(`${own.length} ${keyOf(own[0]!)}`, own);
    },
    onRest: () => {},
    onDecision: () => {},
    steering: () => [],
  });
  const compiling = [...groups.values()].reduce((sum, own) => sum + pace.compile(own), 0);
  const held = heldRows(shards, settings.workers);
  const counts = totals(execution.units, shards, pace);
  return {
    milliseconds: pace.startup(held) + compiling + makespan,
    ...{trials: trials.length, groups: formed, shapes: groups.size, units: execution.units.length},
    ...{shards: shards.shards.length, workers: settings.workers},
    ...counts,
    memory: heldMemory(inputs, {
      ...{held, scored: shards.validationRows, epochs: counts.epochs},
      groups: [...groups.values()],
    }),
    // Two states of each, and one that may be chosen.
    stored: trials.reduce((sum, trial) => sum + 2 * stateBytes(trial) + 4 * shards.validationRows, 0),
  };
}

/** The rows of training that the fullest worker holds. */
function heldRows({shards, holders}: Shards, workers: number): number {
  const rows = new Array<number>(workers).fill(0);
  for (const [shard, own] of holders.entries())
    for (const worker of own) rows[worker]! += shards[shard]!.rows;
  return Math.max(...rows);
}

function totals(units: readonly Rehearsed[], {shards, validationRows}: Shards, pace: Pace) {
  let [busy, moved, lanes, epochs] = [0, 0, 0, 0];
  for (const {unit, lanes: own} of units) {
    const trials = own.map(({trial}) => trial);
    const state = own.reduce((sum, lane) => sum + stateBytes(lane.trial), 0);
    lanes += own.length;
    if (unit.ends) epochs += own.length;
    busy +=
      unit.kind === 'train'
        ? pace.train(trials, shards[unit.shard]!.rows)
        : pace.evaluate(trials, validationRows);
    moved += unit.kind === 'train' ? 2 * state : state;
  }
  return {busy, moved, lanes: lanes / Math.max(1, units.length), epochs};
}
