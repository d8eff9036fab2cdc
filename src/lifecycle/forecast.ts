import {randomStream} from '../base/random.js';
import {keyOf} from '../hopper/group.js';
import type {Lane} from '../hopper/lane.js';
import {Rehearsal, type Rehearsed} from '../hopper/rehearsal.js';
import {runHopper} from '../hopper/run.js';
import type {Trial} from '../hopper/trial.js';
import {optimizerOf, stepShape} from '../train/compile.js';
import {rowWidths} from '../train/rows.js';
import type {BuildInputs} from './build-inputs.js';
import {type BuildSettings, inputsOf} from './build-settings.js';
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
  return {
    milliseconds: pace.startup(held) + compiling + makespan,
    ...{trials: trials.length, groups: formed, shapes: groups.size, units: execution.units.length},
    ...{shards: shards.shards.length, workers: settings.workers},
    ...totals(execution.units, shards, pace),
    ...bytesOf(inputs, {shards, held, trials, groups: [...groups.values()]}),
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
    const state = own.reduce((sum, lane) => sum + stateBytes(lane), 0);
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

function stateBytes({trial}: Pick<Lane, 'trial'>): number {
  const slots = optimizerOf({optimizer: stepShape(trial.training).optimizer}).slots.length;
  return 4 * trial.weights * (1 + slots);
}

/** Of a worker before it holds anything; what a graph holds besides its state, as a multiple of it. */
const [bare, working] = [120e6, 4];

function bytesOf(
  {snapshot}: BuildInputs,
  {
    shards,
    held,
    trials,
    groups,
  }: {shards: Shards; held: number; trials: Trial[]; groups: (readonly Trial[])[]},
) {
  const state = (own: readonly Trial[]) => own.reduce((sum, trial) => sum + stateBytes({trial}), 0);
  const row = rowBytes(inputsOf(snapshot));
  const largest = Math.max(0, ...groups.map(state));
  return {
    memory: bare + row * (held + shards.validationRows) + working * largest,
    // Two states of each, and one that may be chosen.
    stored: 2 * state(trials) + 4 * shards.validationRows * trials.length,
  };
}

/** As they are read, and behind stage 2. */
export function rowBytes({columns}: Pick<ReturnType<typeof inputsOf>, 'columns'>): number {
  const {numeric, codes} = rowWidths(columns);
  return 2 * (4 * (numeric + codes) + 8);
}
