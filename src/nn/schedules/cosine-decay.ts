import {z} from 'zod';
import {defineSchedule} from './schedule.js';

/** (1 + cos(π t/T)) / 2: Loshchilov and Hutter 2017, eq. 5, without restarts. */
export const cosineDecay = defineSchedule({
  summary: 'Falls to nothing over the whole training, slowly at both ends.',
  options: z.strictObject({}),
  factor: (t, steps) => (1 + Math.cos(Math.PI * Math.min(t / steps, 1))) / 2,
  // (1 + cos π/4) / 2 and (1 − cos π/4) / 2
  examples: [{options: {}, factors: [1, 0.8535533906, 0.5, 0.1464466094]}],
});
