import {z} from 'zod';
import {defineSchedule} from './schedule.js';

/** gamma to the power of how many boundaries have been reached. */
export const step = defineSchedule({
  summary: 'Falls at once by a factor, at shares of the training or every so many steps.',
  options: z
    .strictObject({
      gamma: z.number().positive().max(1).default(0.1),
      /** Where it falls, as shares of the training. Left out: at half and at three quarters. */
      boundaries: z.array(z.number().positive().lt(1)).optional(),
      /** Steps between falls. */
      every: z.int().positive().optional(),
    })
    .refine(({boundaries, every}) => !(boundaries && every), 'expected boundaries or every, received both'),
  factor: (t, steps, {gamma, boundaries = [0.5, 0.75], every}) =>
    gamma ** (every ? Math.floor(t / every) : boundaries.filter((share) => t >= share * steps).length),
  examples: [
    {options: {}, factors: [1, 1, 0.1, 0.01]},
    {options: {gamma: 0.5, boundaries: [0.2, 0.4, 0.8]}, factors: [1, 0.5, 0.25, 0.25, 0.125]},
    {options: {gamma: 0.5, every: 2}, factors: [1, 1, 0.5, 0.5, 0.25]},
  ],
});
