import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import type {Journal} from '../project/journal.js';
import type {Group} from './group.js';
import type {Pool} from './pool.js';
import type {Unit} from './schedule.js';
import type {EpochResult, Trial} from './trial.js';
import type {Reply} from './wire.js';

export interface HopperOptions {
  /** In the order of `schedule`. */
  units: readonly Unit[];
  groups: readonly Group[];
  pool: Pool;
  journal: Journal;
  folders: {checkpoints: string; predictions: string};
  seed: number;
  /** Rows of each worker's shard: the weights of an epoch's mean loss. */
  shardRows: readonly number[];
  /** Asked before each unit: none begins once it says true. */
  shouldStop: () => boolean;
  /** Called when all of an epoch's predictions are there, and before the next unit clears its checkpoint away. */
  onEpoch: (result: EpochResult) => Promise<void>;
  onFailure: (trial: number, failure: TrialFailure) => void;
  /** Milliseconds that a unit may take from now on before its worker counts as hung. */
  patience: () => number | undefined;
}

/** Why a trial is left out; with the stack of the error that a worker met, if it met one. */
export interface TrialFailure {
  reason: string;
  stack?: string;
}

/** Where a configuration has got to. */
interface Lane {
  trial: Trial;
  failed: boolean;
  visits: number;
  /** The state to go on from. */
  checkpoint: string | null;
  sha256: string;
  /** Of this epoch: Σ loss × rows, and the files of predictions. */
  loss: number;
  predictions: string[];
}

/**
 * Carries out a schedule: each worker does its units in their order, each unit when the one of the same group before
 * it has ended. Every start and end goes into the journal. A trial that diverges or breaks is left out of its group
 * from then on; the others go on.
 */
export async function runSchedule(options: HopperOptions): Promise<void> {
  const lanes = new Map(options.groups.map(({group, trials}) => [group, trials.map(start)]));
  const workers = new Map<number, Promise<void>>();
  const groups = new Map<number, Promise<void>>();
  const last = new Map(options.units.map((unit) => [`${unit.group}/${unit.epoch}`, unit]));
  options.units.forEach((unit, id) => {
    const free = Promise.all([workers.get(unit.worker), groups.get(unit.group)]);
    const ended = free.then(() => {
      const isLast = last.get(`${unit.group}/${unit.epoch}`) === unit;
      return carryOut(options, lanes.get(unit.group)!, {...unit, id, isLast});
    });
    workers.set(unit.worker, ended);
    groups.set(unit.group, ended);
  });
  await Promise.all(workers.values());
}

type Numbered = Unit & {id: number; isLast: boolean};

async function carryOut(options: HopperOptions, all: readonly Lane[], unit: Numbered): Promise<void> {
  const lanes = all.filter(({failed}) => !failed);
  if (lanes.length === 0 || options.shouldStop()) return;
  const {group, epoch, worker, kind, id} = unit;
  const facts = {unit: id, group, epoch, worker, kind};
  options.journal.append('unit-started', {...facts, trials: lanes.map(({trial}) => trial.trial)});
  const work = kind === 'train' ? train : evaluate;
  const outcomes = await attempt(options, lanes, () => work(options, lanes, unit));
  if (outcomes === 'cut') return;
  const done = lanes.flatMap(({trial}, at) => {
    const {failure, facts: own = {}} = outcomes[at]!;
    return failure ? [] : [{trial: trial.trial, ...own}];
  });
  options.journal.append('unit-ended', {...facts, lanes: done});
  for (const [at, lane] of lanes.entries()) {
    const {failure} = outcomes[at]!;
    if (failure) await leaveOut(options, lane, failure);
  }
}

async function leaveOut(options: HopperOptions, lane: Lane, failure: TrialFailure): Promise<void> {
  const {trial} = lane.trial;
  lane.failed = true;
  options.journal.append('trial-failed', {trial, ...failure});
  options.onFailure(trial, failure);
  for (const visits of [lane.visits, lane.visits + 1])
    await rm(checkpointOf(options, lane.trial, visits), {force: true});
}

function checkpointOf({folders}: HopperOptions, {trial}: Trial, visits: number): string {
  return join(folders.checkpoints, `${trial}-${visits}.ckpt`);
}

/** What a unit came to for one of its lanes. */
interface Outcome {
  failure?: TrialFailure;
  facts?: Record<string, string | number>;
}

/**
 * A worker that is lost again and again is the failure of all lanes, unless the run is over: a unit that had not ended
 * then is `cut`, and what its trials were before still counts. Other errors are the run's.
 */
async function attempt(
  {shouldStop}: HopperOptions,
  lanes: readonly Lane[],
  work: () => Promise<Outcome[]>,
): Promise<Outcome[] | 'cut'> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AdlError) || error.code !== 'WORKER_LOST') throw error;
    return shouldStop() ? 'cut' : lanes.map(() => failed(error.message));
  }
}

async function train(
  options: HopperOptions,
  lanes: readonly Lane[],
  {id, group, epoch, worker}: Numbered,
): Promise<Outcome[]> {
  const {seed, pool, patience, shardRows} = options;
  const own = lanes.map((lane) => {
    const {trial, layers, training, steps} = lane.trial;
    const to = checkpointOf(options, lane.trial, lane.visits + 1);
    return {trial, layers, training, steps, from: lane.checkpoint, to};
  });
  const unit = {seed, group, epoch, shard: worker, lanes: own};
  const reply = await pool.run(worker, {type: 'train', id, unit}, patience());
  if (reply.type !== 'trained') return broken(reply, group, lanes);
  return Promise.all(
    lanes.map(async (lane, at): Promise<Outcome> => {
      const {loss, sha256} = reply.lanes[at]!;
      if (loss === null) return failed(`the loss was no longer a finite number in epoch ${epoch}`);
      await moveOn(lane, own[at]!.to, sha256);
      lane.loss += loss * shardRows[worker]!;
      return {facts: {loss, sha256}};
    }),
  );
}

async function moveOn(lane: Lane, checkpoint: string, sha256: string): Promise<void> {
  if (lane.checkpoint !== null) await rm(lane.checkpoint, {force: true});
  Object.assign(lane, {checkpoint, sha256, visits: lane.visits + 1});
}

async function evaluate(
  options: HopperOptions,
  lanes: readonly Lane[],
  {id, group, epoch, worker, isLast}: Numbered,
): Promise<Outcome[]> {
  const own = lanes.map(({trial: {trial, layers}, checkpoint}) => {
    return {layers, from: checkpoint!, to: join(options.folders.predictions, `${trial}-${worker}.f32`)};
  });
  const reply = await options.pool.run(worker, {type: 'evaluate', id, lanes: own}, options.patience());
  if (reply.type !== 'evaluated') return broken(reply, group, lanes);
  const outcomes: Outcome[] = [];
  for (const [at, lane] of lanes.entries()) {
    lane.predictions[worker] = own[at]!.to;
    if (reply.finite[at] && isLast) await endEpoch(options, lane, epoch);
    const reason = `its predictions were no longer finite numbers in epoch ${epoch}`;
    outcomes.push(reply.finite[at] ? {} : failed(reason));
  }
  return outcomes;
}

async function endEpoch(options: HopperOptions, lane: Lane, epoch: number): Promise<void> {
  const rows = options.shardRows.reduce((sum, count) => sum + count, 0);
  await options.onEpoch({
    trial: lane.trial.trial,
    epoch,
    loss: lane.loss / rows,
    checkpoint: lane.checkpoint!,
    sha256: lane.sha256,
    predictions: lane.predictions.filter((path) => path !== undefined),
  });
  lane.loss = 0;
  lane.predictions = [];
}

function start(trial: Trial): Lane {
  return {trial, failed: false, visits: 0, checkpoint: null, sha256: '', loss: 0, predictions: []};
}

function failed(reason: string): Outcome {
  return {failure: {reason}};
}

/** All lanes of a unit, where a worker has no results for it. */
function broken(reply: Reply, group: number, lanes: readonly Lane[]): Outcome[] {
  return lanes.map(() => {
    if (reply.type !== 'failed') return failed(`a worker answered with ${reply.type}`);
    const {message, stack, code} = reply.error;
    if (code === 'MEMORY_FULL') return failed(tooLarge(group, lanes, message));
    return {failure: {reason: message, ...(stack && {stack})}};
  });
}

function tooLarge(group: number, lanes: readonly Lane[], message: string): string {
  const weights = lanes.reduce((sum, {trial}) => sum + trial.weights, 0);
  const {batchSize} = lanes[0]!.trial.training;
  const size = `lanes ${lanes.length}, weights ${weights}, batch size ${batchSize}`;
  return `memory ran out over group ${group} (${size}): use fewer workers, \`--workers 1\`, or smaller layers and batches (${message})`;
}
