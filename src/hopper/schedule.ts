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
  /** What its work is multiplied by when it is compared with others. */
  bias: number;
  epoch: number;
  kind: Unit['kind'];
  /** The workers that this phase of the epoch still has to visit; any one of them if `any`. */
  pending: Set<number>;
  any: boolean;
  readyAt: number;
  /** What all units that are still to come cost, times its bias. */
  left: number;
}

/**
 * Which worker does what, in which order: model hopper parallelism (Nakandala, Zhang and Kumar, VLDB 2020) as an open
 * shop in virtual time. A worker that is free takes, of the groups that are not at work and still need it, the
 * one with the most work left; equals are decided by the seed. There is no barrier between epochs. Where that ends later
 * than it could, it is done again with what is left taken for a little more or less, and the order that ends first is
 * kept: half of what was lost comes back (`npm run bench -- schedule`).
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
  const bound = openShopBound(jobs, options);
  let best = orderOf(jobs, options, 0);
  const attempts = Math.min(mostAttempts, Math.floor(mostUnits / Math.max(1, best.units.length)));
  for (let attempt = 1; attempt < attempts && best.makespan > closeEnough * bound; attempt += 1) {
    const order = orderOf(jobs, options, attempt);
    if (order.makespan < best.makespan) best = order;
  }
  return best.units;
}

/** Orders that are tried, units of all of them, and what of the lower bound ends the search. */
const [mostAttempts, mostUnits, closeEnough] = [16, 50_000, 1.005];

/** How far what is left of a job is taken for more or less than it is, from the second order on. */
const disturbance = 0.05;

/** No order ends sooner: the busiest worker, or the longest job, which is at one worker at a time. */
function openShopBound(jobs: readonly Job[], {workers}: ScheduleOptions): number {
  const load = new Array<number>(workers).fill(0);
  let longest = 0;
  for (const {epochs, train} of jobs) {
    train.forEach((cost, worker) => {
      load[worker]! += epochs * cost;
    });
    longest = Math.max(longest, epochs * train.reduce((sum, cost) => sum + cost, 0));
  }
  return Math.max(longest, ...load);
}

interface Order {
  units: Unit[];
  makespan: number;
}

function orderOf(jobs: readonly Job[], options: ScheduleOptions, attempt: number): Order {
  const random = randomStream(options.seed, 'schedule', attempt);
  const bias = () => (attempt === 0 ? 1 : 1 + disturbance * (2 * random.uniform() - 1));
  const waiting = jobs.map((job) => ({job, bias: bias()}));
  const active = waiting.splice(0, options.window).map((each) => begin(each, 0, options));
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
  return {units, makespan: Math.max(...freeAt)};
}

function begin(each: {job: Job; bias: number}, readyAt: number, {workers}: ScheduleOptions): Progress {
  const visits = {...each, epoch: 1, kind: 'train' as const, pending: everyWorker(workers), any: false};
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

function remaining({job, bias, epoch, kind, pending, any}: Omit<Progress, 'readyAt' | 'left'>): number {
  const training = job.train.reduce((sum, cost) => sum + cost, 0);
  const evaluation = job.evaluate * (any || kind === 'train' ? 1 : pending.size);
  const visits = kind === 'train' ? [...pending].reduce((sum, worker) => sum + job.train[worker]!, 0) : 0;
  return bias * (visits + evaluation + (job.epochs - epoch) * (training + job.evaluate));
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
