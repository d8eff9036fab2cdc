// Orders in which groups of configurations visit workers, each from its costs to the moment at which all is done.
import {permutation, randomStream} from '../../dist/base/random.js';
import {ownShards, schedule} from '../../dist/hopper/schedule.js';

/** adl's: the units of the real schedule, each when its worker and its group are free. */
export function longestRemainingFirst(jobs, seed) {
  const workers = jobs[0].train.length;
  const started = performance.now();
  const floor = {workers, holders: ownShards(workers), evaluation: 'once'};
  const {units} = schedule(jobs, {...floor, window: jobs.length, seed});
  const decision = (performance.now() - started) / units.length;
  const [free, ready] = [new Map(), new Map()];
  for (const {worker, group, kind} of units) {
    const begin = Math.max(free.get(worker) ?? 0, ready.get(group) ?? 0);
    const end = begin + (kind === 'train' ? jobs[group - 1].train[worker] : 0);
    free.set(worker, end);
    ready.set(group, end);
  }
  return {makespan: Math.max(...free.values()), decision};
}

/**
 * Cerebro's: a worker that is free takes any configuration at random that is not at work and has not been there in this
 * epoch; the next epoch begins when all have ended this one (Nakandala, Zhang and Kumar 2020, section 5).
 */
export function randomWithBarrier(jobs, seed) {
  const random = randomStream(seed, 'random order');
  const workers = jobs[0].train.length;
  let start = 0;
  for (let epoch = 0; epoch < jobs[0].epochs; epoch += 1) start = randomEpoch(jobs, workers, random, start);
  return {makespan: start};
}

function randomEpoch(jobs, workers, random, start) {
  const freeAt = Array(workers).fill(start);
  const readyAt = Array(jobs.length).fill(start);
  const pending = Array.from({length: workers}, () => new Set(jobs.keys()));
  let now = start;
  while (pending.some(({size}) => size > 0)) {
    const fresh = [...readyAt.keys()].filter((at) => readyAt[at] === now);
    for (const worker of permutation(workers, random)) {
      if (freeAt[worker] > now) continue;
      // One that was free before found nothing then.
      const known = freeAt[worker] === now ? [...pending[worker]] : fresh;
      const ready = known.filter((at) => pending[worker].has(at) && readyAt[at] <= now);
      if (ready.length === 0) continue;
      const at = ready[random.integer(ready.length)];
      pending[worker].delete(at);
      freeAt[worker] = readyAt[at] = now + jobs[at].train[worker];
    }
    const later = [...freeAt, ...readyAt].filter((time) => time > now);
    if (later.length === 0) break;
    now = later.reduce((soonest, time) => Math.min(soonest, time));
  }
  return Math.max(...freeAt, ...readyAt);
}

/** Apache MADlib's: configurations go round the workers, all at once; a hop takes as long as its slowest. */
export function ringWithBarrier(jobs, seed) {
  const workers = jobs[0].train.length;
  const order = [...permutation(jobs.length, randomStream(seed, 'ring'))];
  const places = Math.max(order.length, workers);
  let iteration = 0;
  for (let hop = 0; hop < places; hop += 1) {
    const costs = Array.from({length: workers}, (_, worker) => {
      const job = jobs[order[(worker + hop) % places]];
      return job ? job.train[worker] : 0;
    });
    iteration += Math.max(...costs);
  }
  return {makespan: jobs[0].epochs * iteration};
}

/** No order can end sooner: the busiest worker, or the longest configuration, which is at one worker at a time. */
export function openShopBound(jobs) {
  const workers = jobs[0].train.map((_, worker) =>
    jobs.reduce((sum, {epochs, train}) => sum + epochs * train[worker], 0),
  );
  const longest = jobs.map(({epochs, train}) => epochs * train.reduce((sum, cost) => sum + cost, 0));
  return Math.max(...workers, ...longest);
}
