import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {ownShards, type ScheduleOptions, schedule} from '../../src/hopper/schedule.js';
import type {Job, Unit} from '../../src/hopper/shop.js';

const seed = Number(process.env.ADL_TEST_SEED ?? 1);

describe('schedule', () => {
  it.each(Array.from({length: 200}, (_, at) => at))(
    `holds the four invariants in random case %i of seed ${seed}`,
    (at) => {
      const {jobs, options} = randomCase(at);
      const {units} = schedule(jobs, options);
      for (const job of jobs) checkVisits(units, job, options);
      const spans = simulate(units, jobs);
      checkNoOverlap(spans, (span) => span.unit.group);
      checkNoOverlap(spans, (span) => span.unit.worker);
    },
  );

  it('gives the same order for the same arguments, and another for another seed', () => {
    const jobs = equalJobs(8, 4);
    const order = (value: number) => schedule(jobs, {...floorOf(4), window: 8, seed: value}).units;
    expect(order(3)).toEqual(order(3));
    expect(order(3)).not.toEqual(order(4));
  });

  it('changes the order of shards from epoch to epoch', () => {
    const units = schedule(equalJobs(8, 4), {...floorOf(4), window: 8, seed: 1}).units;
    const orders = Array.from({length: 5}, (_, epoch) =>
      units
        .filter((unit) => unit.group === 1 && unit.kind === 'train' && unit.epoch === epoch + 1)
        .map(({worker}) => worker)
        .join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it('keeps workers at work: 32 mixed groups on 8 workers end within 5% of the open-shop bound', () => {
    const random = randomStream(seed, 'mixed');
    const jobs = Array.from({length: 32}, (_, at): Job => {
      const cost = 1 + 20 * random.uniform();
      return {group: at + 1, epochs: 5, train: new Array<number>(8).fill(cost), evaluate: 0};
    });
    const spans = simulate(schedule(jobs, {...floorOf(8), window: 32, seed}).units, jobs);
    const total = jobs.reduce((sum, job) => sum + job.epochs * job.train[0]!, 0);
    const longest = Math.max(...jobs.map((job) => job.epochs * 8 * job.train[0]!));
    expect(Math.max(...spans.map(({end}) => end)) / Math.max(total, longest)).toBeLessThan(1.05);
  });
});

const floorOf = (workers: number) => ({workers, holders: ownShards(workers), evaluation: 'once'}) as const;

interface Span {
  unit: Unit;
  start: number;
  end: number;
}

function randomCase(at: number): {jobs: Job[]; options: ScheduleOptions} {
  const random = randomStream(seed, 'case', at);
  const workers = 1 + random.integer(6);
  const jobs = Array.from({length: 1 + random.integer(12)}, (_, index): Job => {
    const cost = 0.5 + 10 * random.uniform();
    const train = Array.from({length: workers}, () => cost * (0.5 + random.uniform()));
    return {
      group: index + 1,
      epochs: 1 + random.integer(4),
      train,
      evaluate: random.integer(2) * random.uniform(),
    };
  });
  const evaluation = random.integer(2) ? 'once' : 'each';
  const floor = {...floorOf(workers), evaluation} as const;
  return {jobs, options: {...floor, window: 1 + random.integer(16), seed: at}};
}

function equalJobs(count: number, workers: number): Job[] {
  const train = new Array<number>(workers).fill(1);
  return Array.from({length: count}, (_, at) => ({group: at + 1, epochs: 5, train, evaluate: 0.1}));
}

/** Completeness: every epoch, in order, trains on each shard once and is then evaluated. */
function checkVisits(units: Unit[], job: Job, {workers, evaluation}: ScheduleOptions): void {
  const own = units.filter(({group}) => group === job.group);
  const evaluations = evaluation === 'once' ? 1 : workers;
  expect(own.length).toBe(job.epochs * (workers + evaluations));
  for (let epoch = 1; epoch <= job.epochs; epoch += 1) {
    const begin = (epoch - 1) * (workers + evaluations);
    const visits = own.slice(begin, begin + workers);
    expect(visits.every((unit) => unit.epoch === epoch && unit.kind === 'train')).toBe(true);
    expect(visits.map(({worker}) => worker).toSorted()).toEqual(
      Array.from({length: workers}, (_, worker) => worker),
    );
    const scored = own.slice(begin + workers, begin + workers + evaluations);
    expect(scored.every((unit) => unit.epoch === epoch && unit.kind === 'evaluate')).toBe(true);
    expect(new Set(scored.map(({worker}) => worker)).size).toBe(evaluations);
  }
}

/** Carries the schedule out as the run does: a unit starts when its worker and its group are both free. */
function simulate(units: readonly Unit[], jobs: readonly Job[]): Span[] {
  const [workers, groups] = [new Map<number, number>(), new Map<number, number>()];
  return units.map((unit) => {
    const job = jobs[unit.group - 1]!;
    const start = Math.max(workers.get(unit.worker) ?? 0, groups.get(unit.group) ?? 0);
    const end = start + (unit.kind === 'train' ? job.train[unit.worker]! : job.evaluate);
    workers.set(unit.worker, end);
    groups.set(unit.group, end);
    return {unit, start, end};
  });
}

function checkNoOverlap(spans: readonly Span[], key: (span: Span) => number): void {
  const last = new Map<number, number>();
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    expect(span.start).toBeGreaterThanOrEqual(last.get(key(span)) ?? 0);
    last.set(key(span), span.end);
  }
}
