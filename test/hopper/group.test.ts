import {expect, it} from 'vitest';
import {type Group, groupTrials} from '../../src/hopper/group.js';
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
  expect(numbers(groupTrials(trialsOf(shapes), 1))).toEqual([[1, 3, 6], [2, 5], [4]]);
});

it('leaves every worker groups to train', () => {
  const same = Array.from({length: 24}, () => ({units: 8}));
  const sizes = (workers: number) => groupTrials(trialsOf(same), workers).map(({trials}) => trials.length);
  expect(sizes(2)).toEqual([6, 6, 6, 6]);
  expect(sizes(4)).toEqual(Array(8).fill(3));
  expect(sizes(16)).toEqual(Array(24).fill(1));
});

it('has no more lanes than pay: sixteen, and fewer of large models', () => {
  const same = Array.from({length: 64}, () => ({units: 8}));
  const largest = (weights: number) =>
    Math.max(...groupTrials(trialsOf(same, weights), 1).map(({trials}) => trials.length));
  expect([1000, 100_000, 10_000_000].map(largest)).toEqual([16, 2, 1]);
});
