import {z} from 'zod';
import {mostBins} from './bins.js';

const share = z.number().gt(0).max(1);

/** How trees are grown: all that decides what comes of a table and a seed. */
export const treesOptions = z.strictObject({
  /** `boosting`: each tree mends those before it. `forest`: each is grown on a sample of its own, and all are averaged. */
  method: z.enum(['boosting', 'forest']),
  /** What is lowered: of a forest, the squared error. */
  objective: z.string(),
  objectiveOptions: z.record(z.string(), z.number()),
  /** `balanced`: every class counts as much as any other, however few its rows. */
  classWeight: z.enum(['none', 'balanced']),
  /** Trees for each output. */
  rounds: z.int().min(1),
  /** What the leaves of boosting are multiplied by. */
  learningRate: z.number().positive(),
  /** The share of the rows that a round of boosting is grown on. */
  subsample: share,
  /** Rounds of boosting without a lower loss on the validation rows after which it stops, and goes back; null for never. */
  patience: z.int().min(1).nullable(),
  /** Bins of a column. */
  bins: z.int().min(2).max(mostBins),
  /** `leaf`: the split that gains most comes first. `depth`: all nodes of a depth come before those below. */
  growth: z.enum(['leaf', 'depth']),
  maxLeaves: z.int().min(2),
  /** Questions from the root to a leaf, at most; null for any. */
  maxDepth: z.int().min(1).nullable(),
  /** Shares of the columns that a tree may ask of, and of those the share that each of its nodes may. */
  columnsPerTree: share,
  columnsPerNode: share,
  /** Rows that a leaf holds at least. */
  minRows: z.int().min(1),
  /** Σ hessian of a leaf, at least. */
  minHessian: z.number().min(0),
  /** α of the penalty α Σ |w| on what leaves put out, and λ of λ/2 Σ w². */
  l1: z.number().min(0),
  l2: z.number().min(0),
  /** By how much a split has to lower the loss, twice. */
  minGain: z.number().min(0),
  /** Of each column: 1 where predictions may not fall as it grows, −1 where they may not rise, else 0. Empty for all 0. */
  monotone: z.array(z.int().min(-1).max(1)),
  /** Added to the hessian of a category where categories are put in order; those of fewer rows are not split off. */
  categorySmoothing: z.number().min(0),
  /** Added to λ where categories are split. */
  categoryL2: z.number().min(0),
  /** Most categories on the smaller side of a split, and rows of those that move at a time, at least. */
  mostCategories: z.int().min(1),
  minCategoryRows: z.int().min(1),
});
export type TreesOptions = z.infer<typeof treesOptions>;

/** LightGBM's, but that twice as many categories may stand on the smaller side: what is usual for tables of all sizes. */
export const usualTrees: Omit<TreesOptions, 'objective'> = {
  ...{
    method: 'boosting',
    objectiveOptions: {},
    classWeight: 'none',
    rounds: 100,
    learningRate: 0.1,
    subsample: 1,
    patience: null,
  },
  ...{bins: mostBins, growth: 'leaf', maxLeaves: 31, maxDepth: null, columnsPerTree: 1, columnsPerNode: 1},
  ...{minRows: 20, minHessian: 1e-3, l1: 0, l2: 0, minGain: 0, monotone: []},
  ...{categorySmoothing: 10, categoryL2: 10, mostCategories: 64, minCategoryRows: 100},
};
