import {z} from 'zod';
import type {Unfit} from './algorithms/algorithm.js';

/** Of the algorithms that stop the worse configurations early. */
export const halvingOptions = z.strictObject({
  /** η: one configuration in so many goes on, for about so many times the epochs. */
  reductionFactor: z.int().min(2).max(100).default(3),
  /** After how many epochs configurations are compared for the first time. */
  minEpochs: z.int().min(1).default(1),
});

export function longEnough({epochs}: {epochs: number}, {minEpochs}: {minEpochs: number}): Unfit | undefined {
  if (minEpochs <= epochs) return undefined;
  return {option: 'minEpochs', expected: `at most the ${epochs} epochs of \`epochs\``, remedy: 1};
}
