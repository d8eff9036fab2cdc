import {z} from 'zod';
import {proposals, trainAll} from '../proposals.js';
import {defineAlgorithm} from './algorithm.js';

/** Each family's default, then independent draws (Bergstra and Bengio 2012). Families take turns. */
export const random = defineAlgorithm({
  summary: 'The default of each family, then independent draws of every parameter.',
  listens: false,
  options: z.strictObject({}),
  start: (search) => trainAll(proposals(search).next, search),
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}}, b: {units: {type: 'choice', values: [1]}}},
    proposals: 4,
  },
});
