import {rm} from 'node:fs/promises';
import {setImmediate as turn} from 'node:timers/promises';
import {AdlError} from '../base/errors.js';
import type {Journal} from '../project/journal.js';
import {type Asking, ask} from './asking.js';
import {type Known, type KnownUnit, unitName} from './known.js';
import type {Lane} from './lane.js';
import {checkpointOf, copyOf, type Folders, predictionsOf} from './lane-files.js';
import type {Unit} from './shop.js';
import type {EpochResult, TrialFailure} from './trial.js';
import {broken, failed, type Outcome} from './unit-outcome.js';
import {type Stage, scoreTask, trainTask} from './unit-task.js';
import type {Costs} from './wire.js';

export interface WorkOptions extends Asking {
  journal: Journal;
  folders: Folders;
  seed: number;
  /** Rows of each shard: the weights of an epoch's mean loss. */
  shardRows: readonly number[];
  /** The process that does what is one worker's, where there are fewer processes than workers. */
  processOf: (worker: number) => number;
  /** Whether a group visits all shards at once, and its copies are averaged. */
  together?: boolean | undefined;
  /** The validation parts of a shard's share, or all of them. */
  validation: (shard: number) => readonly string[];
  /** What an earlier process of this run has done: it is not done again. */
  known: Known;
  /** Whether nothing else is to be done. */
  onlyKnown?: boolean | undefined;
  /**
   * Called when all of an epoch's predictions are there, and before the next unit clears its checkpoint away; or when it
   * is known how the epoch ended. Gives what the epoch is worth by the metric that decides.
   */
  onEpoch: (result: EpochResult, isKnown: boolean) => number | Promise<number>;
  onFailure: (trial: number, failure: TrialFailure) => void;
  /** Called when a unit has been done. */
  onUnit?: (unit: Unit, lanes: readonly Lane[], costs?: Costs) => void;
}

type Numbered = Unit & {id: number};

/** As it was: nothing of it is done or written again. */
export async function takeKnown(
  options: WorkOptions,
  unit: Unit,
  lanes: readonly Lane[],
  {lanes: ended}: KnownUnit,
): Promise<void> {
  for (const lane of lanes) {
    const own = ended.get(lane.trial.trial);
    if (!own) {
      lane.out = 'failed';
      options.onFailure(lane.trial.trial, options.known.failure(lane.trial.trial));
    } else if (unit.kind === 'train') advance(options, lane, unit, own);
    else {
      lane.predictions[unit.shard] = predictionsOf(options, lane, unit);
      if (unit.ends) await endEpoch(options, lane, true);
    }
  }
}

/**
 * Has a worker do a unit, and keeps what comes of it.
 * @param onFree called when its worker can do the next
 */
export async function carryOut(
  options: WorkOptions,
  lanes: readonly Lane[],
  unit: Numbered,
  {known, onFree}: {known: KnownUnit | undefined; onFree: () => void},
): Promise<void> {
  const {group, epoch, worker, shard, kind, id} = unit;
  const facts = {unit: id, group, epoch, worker, shard, kind, ends: unit.ends, after: unit.after ?? 0};
  options.journal.append('unit-started', {...facts, trials: lanes.map(({trial}) => trial.trial)});
  const work = kind === 'train' ? train : evaluate;
  const done = await attempt(options, lanes, () => work(options, lanes, unit));
  if (done === 'cut') return;
  for (const [at, lane] of lanes.entries()) {
    const {failure} = done.outcomes[at]!;
    if (failure) await leaveOut(options, lane, failure);
  }
  const ended = lanes.flatMap(({trial}, at) => {
    const {failure, facts: own = {}} = done.outcomes[at]!;
    return failure ? [] : [{trial: trial.trial, ...own}];
  });
  if (known && kind === 'train') expectSame(unit, known, ended);
  options.journal.append('unit-ended', {...facts, ...done.costs, lanes: ended});
  // What a journal does not tell of yet can still be done again: nothing that takes is cleared away before.
  await options.room.written();
  options.onUnit?.(unit, lanes, done.costs);
  // What is left to do is the coordinator's.
  onFree();
  if (kind === 'train') await clearBehind(options, lanes);
  else if (unit.ends) await endEpochs(options, lanes, unit);
}

/** @throws REPLAY_DIVERGED where a unit that was done before comes out in another way */
function expectSame(
  unit: Unit,
  {lanes}: KnownUnit,
  ended: readonly {trial: number; sha256?: unknown}[],
): void {
  const other = ended.find(({trial, sha256}) => lanes.get(trial)?.sha256 !== sha256);
  if (!other) return;
  const expected = lanes.get(other.trial)?.sha256 ?? 'no result';
  throw new AdlError(
    'REPLAY_DIVERGED',
    `Expected ${unitName(unit)} to give trial ${other.trial} the weights ${expected} as it did before, got ${other.sha256}: something that a run depends on has changed.`,
    {suggestions: ['adl build']},
  );
}

/** Two states of each lane are kept: should the newer one be damaged, its last unit is done again from the older. */
export async function clearBehind(options: WorkOptions, lanes: readonly Lane[]): Promise<void> {
  for (const lane of lanes)
    if (!lane.out && lane.visits >= 2)
      await rm(checkpointOf(options, lane.trial.trial, lane.visits - 2), {force: true});
}

async function leaveOut(options: WorkOptions, lane: Lane, failure: TrialFailure): Promise<void> {
  const {trial} = lane.trial;
  lane.out = 'failed';
  options.journal.append('trial-failed', {trial, ...failure});
  await options.room.written();
  options.onFailure(trial, failure);
  for (const visits of [lane.visits - 1, lane.visits, lane.visits + 1])
    await rm(checkpointOf(options, lane.trial.trial, visits), {force: true});
}

/** What a unit came to. */
interface Done {
  outcomes: Outcome[];
  costs?: Costs;
}

/**
 * A worker that is lost again and again is the failure of all lanes, unless the run is over: a unit that had not ended
 * then is `cut`, and what its trials were before still counts. Other errors are the run's.
 */
async function attempt(
  {shouldStop}: WorkOptions,
  lanes: readonly Lane[],
  work: () => Promise<Done | 'cut'>,
): Promise<Done | 'cut'> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AdlError) || error.code !== 'WORKER_LOST') throw error;
    return shouldStop() ? 'cut' : {outcomes: lanes.map(() => failed(error.message))};
  }
}

async function train(options: WorkOptions, lanes: readonly Lane[], unit: Numbered): Promise<Done | 'cut'> {
  const {seed} = options;
  const {id, group, epoch, worker, shard} = unit;
  const stages = lanes.map((lane): Stage => {
    const {trial, checkpoint: from, ended, visits} = lane;
    const to = options.together
      ? copyOf(options, lane, shard)
      : checkpointOf(options, trial.trial, visits + 1);
    return {trial, epoch: ended + 1, from, to};
  });
  const task = trainTask({id, seed, group, epoch, shard}, stages);
  const reply = await ask(options, options.processOf(worker), task);
  if (reply === 'cut') return reply;
  if (reply.type !== 'trained') return {outcomes: broken(reply, group, lanes)};
  const outcomes = lanes.map((lane, at): Outcome => {
    const {loss, sha256} = reply.lanes[at]!;
    if (loss === null) return failed(`the loss was no longer a finite number in epoch ${lane.ended + 1}`);
    advance(options, lane, unit, {loss, sha256});
    return {facts: {loss, sha256}};
  });
  return {outcomes, costs: reply.costs};
}

function advance(
  options: WorkOptions,
  lane: Lane,
  {shard}: Unit,
  {loss, sha256}: {loss: number; sha256: string},
): void {
  lane.loss += loss * options.shardRows[shard]!;
  if (options.together) return;
  lane.visits += 1;
  lane.checkpoint = checkpointOf(options, lane.trial.trial, lane.visits);
  lane.sha256 = sha256;
}

async function evaluate(options: WorkOptions, lanes: readonly Lane[], unit: Numbered): Promise<Done | 'cut'> {
  const {id, group, worker, shard} = unit;
  const {validation} = options;
  const own = lanes.map((lane) => {
    return {trial: lane.trial, from: lane.checkpoint!, to: predictionsOf(options, lane, unit)};
  });
  const reply = await ask(options, options.processOf(worker), scoreTask(id, validation(shard), own));
  if (reply === 'cut') return reply;
  if (reply.type !== 'evaluated') return {outcomes: broken(reply, group, lanes)};
  const outcomes = lanes.map((lane, at): Outcome => {
    if (!reply.finite[at])
      return failed(`its predictions were no longer finite numbers in epoch ${lane.ended + 1}`);
    lane.predictions[shard] = own[at]!.to;
    return {};
  });
  return {outcomes, costs: reply.costs};
}

/** Computing metrics takes long where there are many rows: they are left out where time does not do for them. */
async function endEpochs(options: WorkOptions, lanes: readonly Lane[], unit: Unit): Promise<void> {
  const {known, onlyKnown, shouldStop} = options;
  for (const lane of lanes) {
    if (lane.out || (onlyKnown && !known.hasScores(unit, [lane]))) continue;
    if (shouldStop()) return;
    await endEpoch(options, lane, false);
    await turn();
  }
}

async function endEpoch(options: WorkOptions, lane: Lane, isKnown: boolean): Promise<void> {
  const rows = options.shardRows.reduce((sum, count) => sum + count, 0);
  lane.ended += 1;
  const {trial, ended: epoch, checkpoint, sha256, loss, predictions} = lane;
  lane.loss = 0;
  lane.predictions = [];
  const result = {trial: trial.trial, epoch, loss: loss / rows, checkpoint: checkpoint!, sha256};
  lane.value = await options.onEpoch({...result, predictions, isLast: lane.ended === lane.full}, isKnown);
}
