import {z} from 'zod';
import {weightedQuantile} from '../weighted-quantile.js';
import type {Objective} from './objective.js';

/** α (y − s) where s is below y, (1 − α) (s − y) above (Koenker and Bassett 1978). */
export const quantile: Objective = {
  summary: 'The pinball loss: predicts the quantile `alpha`.',
  task: 'regression',
  link: 'identity',
  options: z.strictObject({alpha: z.number().gt(0).lt(1).default(0.5)}),
  start: ({target, weights, options}) => [weightedQuantile(target, weights, options.alpha!)],
  derive: ({scores: [scores], target, weights, options}, [gradients], [hessians]) => {
    for (let row = 0; row < target.length; row += 1) {
      const weight = weights[row]!;
      gradients![row] = weight * (scores![row]! >= target[row]! ? 1 - options.alpha! : -options.alpha!);
      hessians![row] = weight;
    }
  },
  renew: (residuals, weights, options) => weightedQuantile(residuals, weights, options.alpha!),
  loss: ([score], target, {alpha}) => (target - score!) * (target >= score! ? alpha! : alpha! - 1),
};
