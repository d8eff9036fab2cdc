import {z} from 'zod';
import {treesOptions} from '../trees/options.js';

/** How the trees of a configuration are grown: over all rows at once. */
export const treesRecipe = z.strictObject({
  options: treesOptions,
  /** Over which its rounds are spread. */
  epochs: z.int().positive(),
  /** Columns of the table, and values that are put out for a row. */
  columns: z.int().positive(),
  outputs: z.int().positive(),
});
export type TreesRecipe = z.infer<typeof treesRecipe>;
