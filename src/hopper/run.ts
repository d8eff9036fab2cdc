import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import type {Journal} from '../project/journal.js';
import type {Pool} from './pool.js';
import type {Unit} from './schedule.js';
import type {EpochResult, Trial} from './trial.js';
import type {Reply} from './wire.js';

export interface HopperOptions {
  /** In the order of `schedule`. */
  units: readonly Unit[];
  trials: readonly Trial[];
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

/** Where a trial has got to. */
interface Progress {
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
 * Carries out a schedule: each worker does its units in their order, each unit when the one of the same trial before
 * it has ended. Every start and end goes into the journal. A trial that diverges or breaks is left out from then on;
 * the others go on.
 */
export async function runSchedule(options: HopperOptions): Promise<void> {
  const progress = new Map(options.trials.map((trial) => [trial.trial, start(trial)]));
  const workers = new Map<number, Promise<void>>();
  const trials = new Map<number, Promise<void>>();
  const last = new Map(options.units.map((unit) => [`${unit.trial}/${unit.epoch}`, unit]));
  options.units.forEach((unit, id) => {
    const free = Promise.all([workers.get(unit.worker), trials.get(unit.trial)]);
    const ended = free.then(() => {
      const isLast = last.get(`${unit.trial}/${unit.epoch}`) === unit;
      return carryOut(options, progress.get(unit.trial)!, {...unit, id, isLast});
    });
    workers.set(unit.worker, ended);
    trials.set(unit.trial, ended);
  });
  await Promise.all(workers.values());
}

type Numbered = Unit & {id: number; isLast: boolean};

async function carryOut(options: HopperOptions, progress: Progress, unit: Numbered): Promise<void> {
  if (progress.failed || options.shouldStop()) return;
  const {trial, epoch, worker, kind, id} = unit;
  options.journal.append('unit-started', {unit: id, trial, epoch, worker, kind});
  const {failure, facts, cut} = await attempt(options, () =>
    kind === 'train' ? train(options, progress, unit) : evaluate(options, progress, unit),
  );
  if (cut) return;
  if (!failure) {
    options.journal.append('unit-ended', {unit: id, trial, epoch, worker, kind, ...facts});
    return;
  }
  progress.failed = true;
  options.journal.append('trial-failed', {trial, ...failure});
  options.onFailure(trial, failure);
}

/** What a unit came to. */
interface Outcome {
  failure?: TrialFailure;
  facts?: Record<string, string | number>;
  /** It had not ended when the run was to stop: what its trial was before still counts. */
  cut?: boolean;
}

/** A worker that is lost again and again is the trial's failure, unless the run is over. Others are the run's. */
async function attempt({shouldStop}: HopperOptions, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AdlError) || error.code !== 'WORKER_LOST') throw error;
    return shouldStop() ? {cut: true} : failed(error.message);
  }
}

async function train(options: HopperOptions, progress: Progress, unit: Numbered): Promise<Outcome> {
  const {trial, layers, training, steps} = progress.trial;
  const to = join(options.folders.checkpoints, `${trial}-${progress.visits + 1}.ckpt`);
  const reply = await options.pool.run(
    unit.worker,
    {
      type: 'train',
      id: unit.id,
      unit: {
        layers,
        training,
        seed: options.seed,
        trial,
        epoch: unit.epoch,
        shard: unit.worker,
        steps,
        from: progress.checkpoint,
        to,
      },
    },
    options.patience(),
  );
  if (reply.type !== 'trained') return broken(reply);
  if (reply.loss === null) return failed(`the loss was no longer a finite number in epoch ${unit.epoch}`);
  if (progress.checkpoint !== null) await rm(progress.checkpoint, {force: true});
  progress.checkpoint = to;
  progress.sha256 = reply.sha256;
  progress.visits += 1;
  progress.loss += reply.loss * options.shardRows[unit.worker]!;
  return {facts: {loss: reply.loss, sha256: reply.sha256}};
}

async function evaluate(options: HopperOptions, progress: Progress, unit: Numbered): Promise<Outcome> {
  const {trial, layers} = progress.trial;
  const to = join(options.folders.predictions, `${trial}-${unit.worker}.f32`);
  const reply = await options.pool.run(
    unit.worker,
    {
      type: 'evaluate',
      id: unit.id,
      unit: {layers, from: progress.checkpoint!},
      to,
    },
    options.patience(),
  );
  if (reply.type !== 'evaluated') return broken(reply);
  if (!reply.finite) return failed(`its predictions were no longer finite numbers in epoch ${unit.epoch}`);
  progress.predictions[unit.worker] = to;
  if (unit.isLast) await endEpoch(options, progress, unit.epoch);
  return {};
}

async function endEpoch(options: HopperOptions, progress: Progress, epoch: number): Promise<void> {
  const rows = options.shardRows.reduce((sum, count) => sum + count, 0);
  await options.onEpoch({
    trial: progress.trial.trial,
    epoch,
    loss: progress.loss / rows,
    checkpoint: progress.checkpoint!,
    sha256: progress.sha256,
    predictions: progress.predictions.filter((path) => path !== undefined),
  });
  progress.loss = 0;
  progress.predictions = [];
}

function start(trial: Trial): Progress {
  return {
    trial,
    failed: false,
    visits: 0,
    checkpoint: null,
    sha256: '',
    loss: 0,
    predictions: [],
  };
}

function failed(reason: string): Outcome {
  return {failure: {reason}};
}

function broken(reply: Reply): Outcome {
  if (reply.type !== 'failed') return failed(`a worker answered with ${reply.type}`);
  const {message, stack} = reply.error;
  return {failure: {reason: message, ...(stack && {stack})}};
}
