import {expect, it} from 'vitest';
import type {Round, SearchOptions} from '../../src/search/algorithms/algorithm.js';
import {algorithms} from '../../src/search/algorithms/registry.js';
import {rungsFromBottom, rungsFromTop} from '../../src/search/rungs.js';
import type {Space} from '../../src/search/space.js';
import {bowl, drive} from '../helpers/search.js';

const spaces: Record<string, Space> = {a: {x: {type: 'uniform', low: 0, high: 1}}};
const options: SearchOptions = {spaces, seed: 0, trials: 143, epochs: 81, direction: 'maximize'};
const pairs = (rounds: Round[]) =>
  rounds.map(({bracket, configurations, epochs}) => [bracket, configurations, epochs]);

// ⌊log(243)/log(3)⌋ is 4 in floating point, and ⌊log(1000)/log(10)⌋ is 2: a rung is lost.
it.each([
  [243, 3, [1, 3, 9, 27, 81, 243]],
  [1000, 10, [1, 10, 100, 1000]],
  [10, 3, [1, 3, 10]],
  [2, 3, [2]],
])('divides %i by %i as often as whole numbers allow', (epochs, factor, rungs) => {
  expect(rungsFromTop(epochs, 1, factor)).toEqual(rungs);
});

it('multiplies from the bottom, and ends at the end', () => {
  expect(rungsFromBottom(27, 1, 4)).toEqual([1, 4, 16, 27]);
  expect(rungsFromBottom(16, 1, 4)).toEqual([1, 4, 16]);
  expect(rungsFromBottom(1, 1, 4)).toEqual([1]);
});

it('has the table of the paper of Hyperband, by diagonals', () => {
  expect(algorithms.hyperband!.table(options)!.map(pairs)).toEqual([
    [[0, 81, 1]],
    [
      [0, 27, 3],
      [1, 34, 3],
    ],
    [
      [0, 9, 9],
      [1, 11, 9],
      [2, 15, 9],
    ],
    [
      [0, 3, 27],
      [1, 3, 27],
      [2, 5, 27],
      [3, 8, 27],
    ],
    [
      [0, 1, 81],
      [1, 1, 81],
      [2, 1, 81],
      [3, 2, 81],
      [4, 5, 81],
    ],
  ]);
});

it('leaves out the last brackets, and shares its trials among the others', () => {
  const table = algorithms.hyperband!.table({trials: 30, epochs: 9, options: {skipLast: 1}})!;
  expect(table.map(pairs)).toEqual([
    [[0, 19, 1]],
    [
      [0, 6, 3],
      [1, 11, 3],
    ],
    [
      [0, 2, 9],
      [1, 3, 9],
    ],
  ]);
});

it.each(['hyperband', 'successive-halving'])('trains by %s what its table says', (name) => {
  const table = algorithms[name]!.table(options)!.flat();
  const {assignments} = drive(algorithms[name]!.start(options), {
    ...{lanes: 8, seed: 1},
    value: ({parameters}, epoch) => bowl(parameters, epoch / 81),
  });
  for (const epochs of new Set(table.map((round) => round.epochs)))
    expect(assignments.filter((assignment) => assignment.epochs === epochs).length).toBe(
      table
        .filter((round) => round.epochs === epochs)
        .reduce((sum, {configurations}) => sum + configurations, 0),
    );
});

it('lets the best of a round go on', () => {
  const {assignments} = drive(algorithms['successive-halving']!.start({...options, trials: 27, epochs: 9}), {
    ...{lanes: 4, seed: 1},
    value: ({trial}) => trial,
  });
  const at = (epochs: number) =>
    assignments
      .filter((assignment) => assignment.epochs === epochs)
      .map(({trial}) => trial)
      .sort((a, b) => a - b);
  expect(at(3)).toEqual([19, 20, 21, 22, 23, 24, 25, 26, 27]);
  expect(at(9)).toEqual([25, 26, 27]);
});
