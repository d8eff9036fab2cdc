import {z} from 'zod';
import {weightedQuantile} from '../weighted-quantile.js';
import type {Objective} from './objective.js';

/** |y − s|; its leaves put out the median of what is left (Friedman 2001, alg. 3). */
export const absoluteError: Objective = {
  summary: 'The absolute error: predicts the median.',
  task: 'regression',
  link: 'identity',
  options: z.strictObject({}),
  start: ({target, weights}) => [weightedQuantile(target, weights, 0.5)],
  derive: ({scores: [scores], target, weights}, [gradients], [hessians]) => {
    for (let row = 0; row < target.length; row += 1) {
      const weight = weights[row]!;
      gradients![row] = weight * Math.sign(scores![row]! - target[row]!);
      hessians![row] = weight;
    }
  },
  renew: (residuals, weights) => weightedQuantile(residuals, weights, 0.5),
  loss: ([score], target) => Math.abs(target - score!),
};
