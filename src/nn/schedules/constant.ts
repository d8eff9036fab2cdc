import {z} from 'zod';
import {defineSchedule} from './schedule.js';

export const constant = defineSchedule({
  summary: 'Stays as it is.',
  options: z.strictObject({}),
  factor: () => 1,
  examples: [{options: {}, factors: [1, 1, 1, 1]}],
});
