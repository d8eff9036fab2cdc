import {describe, expect, it} from 'vitest';
import {ownShards, schedule} from '../../src/hopper/schedule.js';
import type {Trial} from '../../src/hopper/trial.js';
import {budgetFor, firstEpoch, paceOf} from '../../src/lifecycle/budget.js';
import {exact, milliseconds, rough} from '../../src/lifecycle/duration.js';
import type {Entry} from '../../src/project/journal.js';

const jobs = [
  {group: 1, epochs: 2, train: [100, 100], evaluate: 10},
  {group: 2, epochs: 2, train: [300, 300], evaluate: 30},
];
const groups = jobs.map(({group}) => ({
  group,
  trials: [{trial: 2 * group, weights: 60} as Trial, {trial: 2 * group + 1, weights: 40} as Trial],
}));
const floor = {workers: 2, holders: ownShards(2), evaluation: 'once', window: 4, seed: 0} as const;
const {units} = schedule(jobs, floor);

describe('firstEpoch', () => {
  it('is the end of a visit to every worker and of the evaluation', () => {
    const alone = schedule(jobs.slice(0, 1), floor).units;
    expect(firstEpoch({groups: [], jobs, units: alone}, {operation: 2, unit: 5})).toEqual({
      group: 1,
      milliseconds: 435,
    });
  });

  it('waits for what the workers do for others', () => {
    // Group 1 begins with worker 1, and finds worker 0 at group 2, which has more to do.
    expect(firstEpoch({groups: [], jobs, units}, {operation: 1, unit: 0})).toEqual({
      group: 1,
      milliseconds: 410,
    });
  });
});

const plan = {groups, jobs, units};

describe('the pace of a run', () => {
  const started = (at: number, unit: number, trials = [2, 3]): Entry => ({
    ...{type: 'unit-started', at, unit, worker: 0, shard: 0, group: 1, trials, epoch: 1, kind: 'train'},
  });
  const usual = paceOf([], plan);

  it('is the usual one where nothing else is known, and of units that ended', () => {
    const ended = {type: 'unit-ended', at: 1200, unit: 0, lanes: [{trial: 2}, {trial: 3}]};
    expect(usual).toEqual({operation: 1.2e-7, unit: 60});
    expect(paceOf([started(1000, 0), ended], plan)).toEqual(usual);
  });

  it('is no faster than that of a unit that was cut off', () => {
    const cut = [{type: 'run-started', at: 0}, started(1200, 1), {type: 'run-interrupted', at: 2200}];
    expect(paceOf(cut, plan)).toEqual({...usual, operation: 10});
  });

  it('counts the lanes that a unit had', () => {
    const cut = [started(2000, 2, [2]), {type: 'run-interrupted', at: 2120}];
    expect(paceOf(cut, plan).operation).toBe(2);
  });
});

it('names budgets that can be typed, with room', () => {
  const named = [1, 4000, 20_000, 60_000, 3_600_000, 8 * 3_600_000, 40 * 3_600_000].map(budgetFor);
  expect(named).toEqual(['1s', '7s', '35s', '2m', '2h', '13h', '64h']);
  for (const [at, time] of [1, 4000, 20_000].entries())
    expect(milliseconds(named[at]!)).toBeGreaterThan(time);
});

it('says times as exactly as they are known', () => {
  expect([20, 90_000].map(exact)).toEqual(['0.02 s', '90 s']);
  expect([523, 17_400, 99_600, 740_000, 7_200_000].map(rough)).toEqual([
    ...['0.52 s', '17 s', '1.7 minutes', '12 minutes', '2 hours'],
  ]);
});
