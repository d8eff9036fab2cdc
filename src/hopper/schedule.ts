import {type Random, randomStream} from '../base/random.js';

/** A group of configurations to train, and what its units cost in some unit that is the same for all. */
export interface Job {
  group: number;
  epochs: number;
  /** Of training on each worker's shard once. */
  train: readonly number[];
  /** Of one evaluation, or of one worker's share of it. */
  evaluate: number;
}

/** One piece of work on one worker. It is never interrupted. */
export interface Unit {
  group: number;
  /** 1 is the first. */
  epoch: number;
  kind: 'train' | 'evaluate';
  /** Also the number of its shard. */
  worker: number;
}

export interface ScheduleOptions {
  workers: number;
  /** How many groups are under way at once; when one ends the next begins. */
  window: number;
  /** `once`: every worker holds all validation rows. `each`: every worker holds a share, and all have to score theirs. */
  evaluation: 'once' | 'each';
  /** Decides between equals. */
  seed: number;
}

interface Progress {
  job: Job;
  epoch: number;
  kind: Unit['kind'];
  /** The workers that this phase of the epoch still has to visit; any one of them if `any`. */
  pending: Set<number>;
  any: boolean;
  readyAt: number;
  /** What all units that are still to come cost. */
  left: number;
}

/**
 * Which worker does what, in which order: model hopper parallelism (Nakandala, Zhang and Kumar, VLDB 2020) as an open
 * shop in virtual time. A worker that is free takes, of the groups that are not at work and still need it, the
 * one with the most work left; equals are decided by the seed. There is no barrier between epochs.
 *
 * A pure function of its arguments: with costs that are no times, the same groups give the same order
 * anywhere. The four invariants hold by construction:
 * completeness (in an epoch a group visits every worker's shard exactly once), isolation (two units of a
 * group never overlap), exclusive access (a worker does one unit at a time) and no preemption.
 *
 * @returns the units by their virtual start. Each worker does its own in this order, each when the unit of the same
 * group before it has ended.
 */
export function schedule(jobs: readonly Job[], options: ScheduleOptions): Unit[] {
  const random = randomStream(options.seed, 'schedule');
  const waiting = [...jobs];
  const active = waiting.splice(0, options.window).map((job) => begin(job, 0, options));
  const freeAt = new Array<number>(options.workers).fill(0);
  const units: Unit[] = [];
  let now = 0;
  while (active.length > 0) {
    const found = match(active, freeAt, now, random);
    if (!found) {
      now = nextEvent(active, freeAt, now);
      continue;
    }
    const {progress, worker} = found;
    const {job, epoch, kind} = progress;
    units.push({group: job.group, epoch, kind, worker});
    const end = now + (kind === 'train' ? job.train[worker]! : job.evaluate);
    freeAt[worker] = end;
    if (advance(progress, worker, end, options)) continue;
    active.splice(active.indexOf(progress), 1);
    const next = waiting.shift();
    if (next) active.push(begin(next, end, options));
  }
  return units;
}

function begin(job: Job, readyAt: number, {workers}: ScheduleOptions): Progress {
  const visits = {job, epoch: 1, kind: 'train' as const, pending: everyWorker(workers), any: false};
  return {...visits, readyAt, left: remaining(visits)};
}

/**
 * The first worker that is free and has something to do, and what it does. A worker that was free before now found
 * nothing to do then: it can only be one of the groups that are ready from now on.
 */
function match(active: readonly Progress[], freeAt: readonly number[], now: number, random: Random) {
  const fresh = active.filter(({readyAt}) => readyAt === now);
  for (const [worker, time] of freeAt.entries()) {
    if (time > now) continue;
    const progress = choose(time === now ? active : fresh, worker, now, random);
    if (progress) return {progress, worker};
  }
  return undefined;
}

/** Longest remaining work first. */
function choose(
  active: readonly Progress[],
  worker: number,
  now: number,
  random: Random,
): Progress | undefined {
  const candidates = active.filter(({readyAt, pending}) => readyAt <= now && pending.has(worker));
  const most = candidates.reduce((longest, {left}) => Math.max(longest, left), 0);
  const equals = candidates.filter(({left}) => left === most);
  return equals.length > 1 ? equals[random.integer(equals.length)] : equals[0];
}

function remaining({job, epoch, kind, pending, any}: Omit<Progress, 'readyAt' | 'left'>): number {
  const training = job.train.reduce((sum, cost) => sum + cost, 0);
  const evaluation = job.evaluate * (any || kind === 'train' ? 1 : pending.size);
  const visits = kind === 'train' ? [...pending].reduce((sum, worker) => sum + job.train[worker]!, 0) : 0;
  return visits + evaluation + (job.epochs - epoch) * (training + job.evaluate);
}

/** The first moment after `now` at which anything changes. */
function nextEvent(active: readonly Progress[], freeAt: readonly number[], now: number): number {
  const sooner = (soonest: number, time: number) => (time > now && time < soonest ? time : soonest);
  const ready = active.reduce((soonest, {readyAt}) => sooner(soonest, readyAt), Number.POSITIVE_INFINITY);
  const next = freeAt.reduce(sooner, ready);
  if (next === Number.POSITIVE_INFINITY)
    throw new Error('The schedule cannot go on: no unit is left that a worker could do.');
  return next;
}

/** Moves a group on after a unit; false when it was its last. */
function advance(progress: Progress, worker: number, end: number, options: ScheduleOptions): boolean {
  progress.readyAt = end;
  progress.pending.delete(worker);
  if ((progress.pending.size === 0 || progress.any) && !enterPhase(progress, options)) return false;
  progress.left = remaining(progress);
  return true;
}

/** From training to evaluation, and on to the next epoch; false when there is none. */
function enterPhase(progress: Progress, {workers, evaluation}: ScheduleOptions): boolean {
  if (progress.kind === 'evaluate') {
    if (progress.epoch === progress.job.epochs) return false;
    progress.epoch += 1;
  }
  progress.kind = progress.kind === 'train' ? 'evaluate' : 'train';
  progress.any = progress.kind === 'evaluate' && evaluation === 'once';
  progress.pending = everyWorker(workers);
  return true;
}

function everyWorker(workers: number): Set<number> {
  return new Set(Array.from({length: workers}, (_, worker) => worker));
}
