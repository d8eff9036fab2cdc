import {z} from 'zod';
import {defineSchedule} from './schedule.js';

/** decayRate^(t/decaySteps), with Keras's names. */
export const exponentialDecay = defineSchedule({
  summary: 'Falls by the same factor in every step.',
  options: z.strictObject({
    /** The factor after `decaySteps`. */
    decayRate: z.number().positive().max(1).default(0.01),
    /** Left out: the whole training. */
    decaySteps: z.number().positive().optional(),
  }),
  factor: (t, steps, {decayRate, decaySteps}) => decayRate ** (t / (decaySteps ?? steps)),
  examples: [
    // 1/16 after four steps: each halves
    {options: {decayRate: 1 / 16}, factors: [1, 1 / 2, 1 / 4, 1 / 8]},
    {options: {decayRate: 0.25, decaySteps: 2}, factors: [1, 0.5, 0.25, 0.125, 0.0625]},
  ],
});
