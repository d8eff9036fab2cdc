import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {ask} from '../hopper/asking.js';
import type {Lane} from '../hopper/lane.js';
import type {Pool} from '../hopper/pool.js';
import type {Room} from '../hopper/room.js';
import type {Trial} from '../hopper/trial.js';
import {scoreTask} from '../hopper/unit-task.js';
import type {Journal} from '../project/journal.js';
import type {RunPaths} from '../project/paths.js';
import {floatsOf} from '../train/checkpoint.js';
import {evaluate} from '../train/evaluate.js';
import type {BuildInputs} from './build-inputs.js';
import {taskOf} from './build-settings.js';
import {keepCandidate} from './candidates.js';
import type {LifecycleEvent} from './event.js';
import type {Leaderboard} from './leaderboard.js';
import type {Shards} from './shards.js';

export type StoppedBy = 'trials' | 'time';

/** A run whose training is over. */
export interface Unfinished {
  inputs: BuildInputs;
  run: RunPaths;
  journal: Journal;
  push: (event: LifecycleEvent) => void;
  room: Room;
  pool: Pool;
  shards: Shards;
  leaderboard: Leaderboard;
  trials: readonly Trial[];
  /** Those that had a unit begun. */
  lanes: readonly Lane[];
  /** Of the validation rows. */
  target: Float64Array;
  stoppedBy: StoppedBy;
}

/**
 * Scores a model that has ended no epoch, where time has run out before any has: the one that has seen the most shards,
 * with the smallest loss on them.
 * @returns how far it got; undefined where there is none
 */
export async function scorePartial(
  unfinished: Unfinished,
): Promise<{visited: number; shards: number} | undefined> {
  const {inputs, run, journal, push, room, shards, leaderboard, target, stoppedBy} = unfinished;
  const [furthest] = unfinished.lanes
    .filter(({out, checkpoint, visits}) => !out && checkpoint !== null && visits > 0)
    .sort((a, b) => b.visits - a.visits || a.loss - b.loss);
  if (!furthest || stoppedBy !== 'time') return undefined;
  const {trial, weights} = furthest.trial;
  const seen = {visited: furthest.visits, shards: shards.shards.length};
  const message = `no epoch could end in time: trial ${trial} has got furthest, ${seen.visited} of ${seen.shards} shards, and is scored as it is`;
  push({stage: 'build', kind: 'warning', message});
  const scores = evaluate(taskOf(inputs.snapshot), target, await predicted(unfinished, furthest));
  const {taken} = leaderboard.enter({trial, epoch: 0, weights, finished: false}, scores);
  if (!taken) return undefined;
  await room.for(run.folder, () => keepCandidate(run.folder, taken, furthest.checkpoint!));
  journal.append('epoch-ended', {trial, epoch: 0, loss: furthest.loss, scores});
  await room.written();
  return seen;
}

/** Predictions of a file each, in their order. */
export function predictionsIn(paths: readonly string[]): Float32Array {
  return floatsOf(Buffer.concat(paths.map((path) => readFileSync(path))));
}

/** Its predictions of the validation rows, each share by a worker that holds it. */
async function predicted(
  {pool, room, run, shards: {shards, holders, evaluation, validation}}: Unfinished,
  {trial, checkpoint}: Lane,
): Promise<Float32Array> {
  const asking = {pool, room, patience: () => undefined, shouldStop: () => false};
  const shares =
    evaluation === 'once'
      ? [{worker: pool.living, parts: validation}]
      : shards.map((shard, at) => ({worker: holders[at]![0]!, parts: shard.validation}));
  const paths = shares.map((_, at) => join(run.predictions, `partial-${at}.f32`));
  const ended = new Map<number, Promise<unknown>>();
  for (const [at, {worker, parts}] of shares.entries()) {
    const task = scoreTask(-2 - at, parts, [{trial, from: checkpoint!, to: paths[at]!}]);
    // A worker is asked one thing at a time.
    const after = ended.get(worker) ?? Promise.resolve();
    const scored = after.then(() => ask(asking, worker, task));
    ended.set(worker, scored);
  }
  await Promise.all(ended.values());
  return predictionsIn(paths);
}
