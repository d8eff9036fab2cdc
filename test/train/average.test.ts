import {expect, it} from 'vitest';
import {averageStates} from '../../src/train/average.js';

const copy = (parameters: number[], first: number[], step: number) => ({
  ...{parameters: Float32Array.from(parameters), slots: {first: Float32Array.from(first)}, step},
});

it('weighs copies by their rows, weights and memory alike', () => {
  const mean = averageStates([copy([1, 2], [0, 8], 10), copy([5, 2], [4, 0], 11)], [300, 100]);
  expect(mean).toEqual(copy([2, 2], [1, 6], 11));
});

it('leaves a single copy as it is', () => {
  expect(averageStates([copy([0.1, 0.7], [3, 4], 2)], [7])).toEqual(copy([0.1, 0.7], [3, 4], 2));
});
