import {describe, expect, it} from 'vitest';
import {type Group, groupsUnderWay, groupTrials} from '../../src/hopper/group.js';
import {ownShards, schedule} from '../../src/hopper/schedule.js';
import type {Trial} from '../../src/hopper/trial.js';
import {usualTraining} from '../../src/models/families/family.js';

/** Configurations that agree in shape where `units` and `batchSize` do. */
function trialsOf(shapes: {units: number; batchSize?: number}[], weights = 1000): Trial[] {
  return shapes.map(({units, batchSize = 32}, at) => ({
    ...{trial: at + 1, family: 'mlp', parameters: {}, weights, steps: 1},
    layers: [
      {layer: 'dropout', options: {rate: at / 100}},
      {layer: 'dense', options: {units}},
    ],
    training: {...usualTraining, learningRate: 0.001 * (at + 1), l2: 0, batchSize},
  }));
}

const numbers = (groups: Group[]) => groups.map(({trials}) => trials.map(({trial}) => trial));

it('puts together what differs in numbers only, in the order of the trials', () => {
  const shapes = [{units: 8}, {units: 4}, {units: 8}, {units: 8, batchSize: 64}, {units: 4}, {units: 8}];
  expect(numbers(groupTrials(trialsOf(shapes), {workers: 1, inTime: false}))).toEqual([
    [1, 3, 6],
    [2, 5],
    [4],
  ]);
});

it('leaves every worker groups to train', () => {
  const same = Array.from({length: 24}, () => ({units: 8}));
  const sizes = (workers: number) =>
    groupTrials(trialsOf(same), {workers, inTime: false}).map(({trials}) => trials.length);
  expect(sizes(2)).toEqual([6, 6, 6, 6]);
  expect(sizes(4)).toEqual(Array(8).fill(3));
  expect(sizes(16)).toEqual(Array(24).fill(1));
});

it('has no more lanes than pay: sixteen, and fewer of large models', () => {
  const same = Array.from({length: 64}, () => ({units: 8}));
  const largest = (weights: number) =>
    Math.max(
      ...groupTrials(trialsOf(same, weights), {workers: 1, inTime: false}).map(({trials}) => trials.length),
    );
  expect([1000, 100_000, 10_000_000].map(largest)).toEqual([16, 2, 1]);
});

describe('where time may cut a run off', () => {
  const [workers, epochs] = [2, 10];
  const trials = trialsOf(Array.from({length: 32}, () => ({units: 8})));

  /** When each trial has ended an epoch, in units of what one epoch of one trial takes on one worker. */
  function ends(inTime: boolean): {epoch: number; at: number}[] {
    const options = {workers, inTime};
    const groups = groupTrials(trials, options);
    const jobs = groups.map(({group, trials: {length}}) => ({
      ...{group, epochs, evaluate: 0},
      train: Array<number>(workers).fill(length / workers),
    }));
    const window = groupsUnderWay(groups.length, options);
    const [busy, at] = [Array<number>(workers).fill(0), new Map<number, number>()];
    const floor = {workers, holders: ownShards(workers), evaluation: 'once'} as const;
    return schedule(jobs, {...floor, window, seed: 0}).units.flatMap((unit) => {
      const {train} = jobs[unit.group - 1]!;
      const length = unit.kind === 'train' ? train[unit.worker]! : 0;
      const end = Math.max(busy[unit.worker]!, at.get(unit.group) ?? 0) + length;
      busy[unit.worker] = end;
      at.set(unit.group, end);
      const lanes = groups[unit.group - 1]!.trials.length;
      return unit.kind === 'evaluate' ? Array(lanes).fill({epoch: unit.epoch, at: end}) : [];
    });
  }

  it('some are trained to their end by half of it, and the first epoch ends early', () => {
    const half = (32 * epochs) / workers / 2;
    expect(ends(true).filter(({epoch, at}) => epoch === epochs && at <= half).length).toBeGreaterThanOrEqual(
      8,
    );
    expect(Math.min(...ends(true).map(({at}) => at))).toBeLessThanOrEqual(8);
  });

  it('else all go on together, and no worker waits', () => {
    const all = (32 * epochs) / workers;
    expect(Math.max(...ends(false).map(({at}) => at))).toBeLessThan(1.02 * all);
  });
});
