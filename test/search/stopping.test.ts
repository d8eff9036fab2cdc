import {expect, it} from 'vitest';
import type {Search, SearchOptions} from '../../src/search/algorithms/algorithm.js';
import {algorithms} from '../../src/search/algorithms/registry.js';
import {withStopping} from '../../src/search/stopping.js';
import {drive} from '../helpers/search.js';

const options: SearchOptions = {
  spaces: {a: {x: {type: 'uniform', low: 0, high: 1}}},
  ...{seed: 0, trials: 12, epochs: 8, direction: 'maximize'},
};

function tellAll(search: Search, values: Record<number, (number | undefined)[]>) {
  for (const _ of Object.keys(values)) search.ask();
  return Object.fromEntries(
    Object.entries(values).map(([trial, curve]) => [
      trial,
      curve.map((value, at) => search.tell({trial: Number(trial), epoch: at + 1, value})),
    ]),
  );
}

const started = (stopping: object, direction: SearchOptions['direction'] = 'maximize') =>
  withStopping(algorithms.random!.start(options), stopping, {...options, direction});

it('stops what is worse at its best than the median of the others on average', () => {
  const rule = {median: {minEpochs: 2, minTrials: 2}};
  const good = [1, 1, 1];
  expect(tellAll(started(rule), {1: good, 2: good, 3: [0, 0, 0]})[3]).toEqual([undefined, 'stop', 'stop']);
  expect(tellAll(started(rule), {1: good, 2: good, 3: [0, 2, 0]})[3]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(tellAll(started(rule), {1: good, 2: [0, 0, 0]})[2]).toEqual([undefined, undefined, undefined]);
});

it('stops the larger ones where smaller is better', () => {
  const rule = {median: {minEpochs: 1, minTrials: 2}};
  const told = tellAll(started(rule, 'minimize'), {1: [1], 2: [1], 3: [0], 4: [2]});
  expect(told[3]).toEqual([undefined]);
  expect(told[4]).toEqual(['stop']);
});

it('stops what gets no better for so many epochs', () => {
  const rule = {patience: {epochs: 2, minDelta: 0.1}};
  const told = tellAll(started(rule), {
    1: [1, 1.05, 1.09],
    2: [1, 1.05, 1.2, 1.2, 1.2],
    3: [0, 1, 2, 3, 4],
    4: [1, undefined],
  });
  expect(told[1]).toEqual([undefined, undefined, 'stop']);
  expect(told[2]).toEqual([undefined, undefined, undefined, undefined, 'stop']);
  expect(told[3]!.some(Boolean)).toBe(false);
  expect(told[4]!.some(Boolean)).toBe(false);
});

it('stops nothing that has ended', () => {
  const told = tellAll(started({patience: {epochs: 7, minDelta: 0}}), {1: Array(8).fill(1)});
  expect(told[1]!.at(-1)).toBeUndefined();
});

it('lets no round wait for what it stopped, nor promotes it', () => {
  const search = withStopping(
    algorithms['successive-halving']!.start({...options, trials: 27, epochs: 9}),
    {patience: {epochs: 1, minDelta: 0}},
    {...options, epochs: 9},
  );
  const {assignments, out} = drive(search, {
    ...{lanes: 5, seed: 0},
    value: ({trial}, epoch) => (trial % 2 ? epoch : -epoch) + trial / 100,
  });
  expect(assignments.filter(({epochs, trial}) => epochs === 9 && trial % 2).length).toBeGreaterThan(0);
  for (const trial of out) expect(trial % 2).toBe(0);
});
