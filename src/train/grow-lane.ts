import {z} from 'zod';
import {treesOptions} from '../trees/options.js';

/** A configuration of trees for one epoch. */
export const growLane = z.strictObject({
  trial: z.int(),
  options: treesOptions,
  outputs: z.int().positive(),
  epoch: z.int().positive(),
  /** Over which the rounds are spread. */
  epochs: z.int().positive(),
  /** The state to go on from; null begins anew. */
  from: z.string().nullable(),
  to: z.string(),
});
export type GrowLane = z.infer<typeof growLane>;
