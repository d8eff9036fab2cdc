import {z} from 'zod';
import {usualTrees} from '../../trees/options.js';
import type {TreesFamily} from './family.js';

/** A random forest over numbers and categories as they are. */
export const forest: TreesFamily = {
  kind: 'trees',
  summary: 'A random forest: deep trees, averaged.',
  space: {
    columnsPerNode: {type: 'uniform', low: 0.2, high: 1},
    minRows: {type: 'int', low: 1, high: 20, log: true},
    maxLeaves: {type: 'int', low: 128, high: 2048, log: true},
    rounds: {type: 'choice', values: [100]},
  },
  accepts: {
    rounds: z.int().min(1).max(100_000),
    maxLeaves: z.int().min(2).max(1_000_000),
    maxDepth: z.int().min(1).max(1000),
    minRows: z.int().min(1),
    minGain: z.number().min(0),
    columnsPerTree: z.number().gt(0).max(1),
    columnsPerNode: z.number().gt(0).max(1),
    bins: z.int().min(2).max(255),
    classWeight: z.enum(['none', 'balanced']),
  },
  growing: (point) => ({
    ...{...usualTrees, method: 'forest', rounds: 100, minHessian: 0, minCategoryRows: 1},
    ...{categorySmoothing: 1, categoryL2: 0},
    ...point,
  }),
  default: {columnsPerNode: 0.5, minRows: 2, maxLeaves: 1024, rounds: 100},
};
