import {z} from 'zod';
import {usualTrees} from '../../trees/options.js';
import type {TreesFamily} from './family.js';

/** Gradient boosted decision trees over numbers and categories as they are. */
export const gbdt: TreesFamily = {
  kind: 'trees',
  summary: 'Gradient boosted decision trees.',
  space: {
    learningRate: {type: 'log-uniform', low: 0.02, high: 0.2},
    maxLeaves: {type: 'int', low: 7, high: 127, log: true},
    minRows: {type: 'int', low: 5, high: 100, log: true},
    subsample: {type: 'uniform', low: 0.6, high: 1},
    columnsPerTree: {type: 'uniform', low: 0.5, high: 1},
    l2: {type: 'log-uniform', low: 0.01, high: 10},
    rounds: {type: 'choice', values: [1000]},
  },
  accepts: {
    learningRate: z.number().positive(),
    rounds: z.int().min(1).max(100_000),
    maxLeaves: z.int().min(2).max(65_536),
    maxDepth: z.int().min(1).max(1000),
    growth: z.enum(['leaf', 'depth']),
    minRows: z.int().min(1),
    minGain: z.number().min(0),
    subsample: z.number().gt(0).max(1),
    columnsPerTree: z.number().gt(0).max(1),
    columnsPerNode: z.number().gt(0).max(1),
    l1: z.number().min(0),
    l2: z.number().min(0),
    bins: z.int().min(2).max(255),
    patience: z.int().min(1),
    /** Of numbers; of a quantile `alpha`, of `huber` `delta`, in standard deviations of the target. */
    objective: z.enum(['squared-error', 'absolute-error', 'huber', 'quantile', 'poisson']),
    alpha: z.number().gt(0).lt(1),
    delta: z.number().positive(),
    classWeight: z.enum(['none', 'balanced']),
  },
  growing: ({alpha, delta, ...point}) => ({
    ...{...usualTrees, rounds: 1000, patience: 50},
    ...point,
    objectiveOptions: {
      ...(typeof alpha === 'number' && {alpha}),
      ...(typeof delta === 'number' && {delta}),
    },
  }),
  default: {
    ...{
      learningRate: 0.05,
      maxLeaves: 31,
      minRows: 20,
      subsample: 0.8,
      columnsPerTree: 0.8,
      l2: 1,
      rounds: 1000,
    },
  },
};
