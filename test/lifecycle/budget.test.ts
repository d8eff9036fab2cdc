import {describe, expect, it} from 'vitest';
import {ownShards, schedule} from '../../src/hopper/schedule.js';
import type {Trial} from '../../src/hopper/trial.js';
import {atLeast, budgetFor, firstEpoch, observedPace} from '../../src/lifecycle/budget.js';
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
  const started = (at: number, unit: number, worker = 0): Entry => ({
    ...{
      type: 'unit-started',
      at,
      unit,
      worker,
      shard: worker,
      group: 1,
      trials: [2, 3],
      epoch: 1,
      kind: 'train',
    },
  });
  const journal = [
    {type: 'run-started', at: 0},
    started(1000, 0),
    {type: 'unit-ended', at: 1200, unit: 0, lanes: [{trial: 2}, {trial: 3}]},
    started(1200, 1, 1),
  ];

  it('is what its units took', () => {
    expect(observedPace(journal, plan)).toEqual({operation: 2, unit: 0});
    expect(observedPace(journal.slice(0, 2), plan)).toBeUndefined();
  });

  it('counts the lanes that a unit had, and no unit of which none came back', () => {
    const one = {...started(2000, 2), trials: [2]};
    const ended = {type: 'unit-ended', at: 2120, unit: 2, lanes: [{trial: 2}]};
    expect(observedPace([one, ended], plan)).toEqual({operation: 2, unit: 0});
    expect(observedPace([one, {...ended, lanes: []}], plan)).toBeUndefined();
    expect(atLeast({operation: 2, unit: 0}, [one, {...ended, lanes: []}], plan).operation).toBe(2);
  });

  it('is no faster than that of a unit that was cut off', () => {
    const cut = [...journal, {type: 'worker-lost', at: 2200}];
    expect(atLeast({operation: 2, unit: 7}, cut, plan)).toEqual({operation: 10, unit: 7});
    expect(atLeast({operation: 20, unit: 7}, cut, plan)).toEqual({operation: 20, unit: 7});
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
