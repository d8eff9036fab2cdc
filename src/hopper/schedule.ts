import {randomStream} from '../base/random.js';
import {type Floor, type Job, Shop, type Unit} from './shop.js';
import {VirtualTime} from './virtual-time.js';

export interface ScheduleOptions extends Floor {
  /** Decides between equals. */
  seed: number;
}

/** A unit, and when it begins and ends in virtual time. */
export interface Timed extends Unit {
  start: number;
  end: number;
}

export interface Schedule {
  /** By their start. Each worker does its own in this order, each when the unit of the same group before it has ended. */
  units: Timed[];
  makespan: number;
  /** Which of the orders that were tried it is, and what each job's work was multiplied by in it. */
  attempt: number;
  biases: readonly number[];
}

/** Orders that are tried, units of all of them, and what of the lower bound ends the search. */
const [mostAttempts, mostUnits, closeEnough] = [16, 50_000, 1.005];

/** How far what is left of a job is taken for more or less than it is, from the second order on. */
const disturbance = 0.05;

/**
 * The order in which the shop does jobs that are all known beforehand, in virtual time. Where that ends later than it
 * could, it is done again with what is left taken for a little more or less, and the order that ends first is kept: half
 * of what was lost comes back (`npm run bench -- schedule`).
 *
 * A pure function of its arguments: with costs that are no times, the same groups give the same order anywhere.
 */
export function schedule(jobs: readonly Job[], options: ScheduleOptions): Schedule {
  const bound = openShopBound(jobs, options);
  let best = orderOf(jobs, options, 0);
  const attempts = Math.min(mostAttempts, Math.floor(mostUnits / Math.max(1, best.units.length)));
  for (let attempt = 1; attempt < attempts && best.makespan > closeEnough * bound; attempt += 1) {
    const order = orderOf(jobs, options, attempt);
    if (order.makespan < best.makespan) best = order;
  }
  return best;
}

/** A shop as `schedule` had it in its best order. */
export function shopOf({seed, ...floor}: ScheduleOptions, attempt: number): Shop {
  return new Shop(floor, randomStream(seed, 'schedule', attempt));
}

/** What a unit costs. */
export function unitCost({train, evaluate}: Job, {kind, shard}: Pick<Unit, 'kind' | 'shard'>): number {
  return kind === 'train' ? train[shard]! : evaluate;
}

/** No order ends sooner: the busiest worker, or the longest job, which is at one worker at a time. */
function openShopBound(jobs: readonly Job[], {workers, holders}: Floor): number {
  const load = new Array<number>(workers).fill(0);
  let [longest, total] = [0, 0];
  for (const {epochs, train} of jobs) {
    const alone = epochs * train.reduce((sum, cost) => sum + cost, 0);
    longest = Math.max(longest, alone);
    total += alone;
    train.forEach((cost, shard) => {
      const [only, another] = holders[shard]!;
      if (another === undefined) load[only!]! += epochs * cost;
    });
  }
  return Math.max(longest, total / workers, ...load);
}

function orderOf(jobs: readonly Job[], options: ScheduleOptions, attempt: number): Schedule {
  const random = randomStream(options.seed, 'bias', attempt);
  const biases = jobs.map(() => (attempt === 0 ? 1 : 1 + disturbance * (2 * random.uniform() - 1)));
  const shop = shopOf(options, attempt);
  jobs.forEach((job, at) => {
    shop.add(job, biases[at]);
  });
  return {...carriedOut(shop, jobs), attempt, biases};
}

function carriedOut(shop: Shop, jobs: readonly Job[]): Pick<Schedule, 'units' | 'makespan'> {
  const time = new VirtualTime();
  const left = new Map(jobs.map((job) => [job.group, {...job}]));
  const units: Timed[] = [];
  for (;;) {
    for (let unit = shop.next(); unit; unit = shop.next()) {
      const cost = unitCost(left.get(unit.group)!, unit);
      units.push({...unit, start: time.now, end: time.now + cost});
      time.begin(unit, cost);
    }
    const ended = time.next();
    if (ended.length === 0) return {units, makespan: time.now};
    for (const unit of ended) {
      if (!shop.end(unit)) continue;
      const job = left.get(unit.group)!;
      job.epochs -= 1;
      if (job.epochs > 0) shop.goOn(job);
      else shop.remove(job.group);
    }
  }
}

/** Every shard at a worker of its own. */
export function ownShards(workers: number): number[][] {
  return Array.from({length: workers}, (_, worker) => [worker]);
}
