import {z} from 'zod';
import {weightedMean} from '../weighted-mean.js';
import type {Objective} from './objective.js';

/** ½ (y − s)². */
export const squaredError: Objective = {
  summary: 'Half the squared error: predicts the mean.',
  task: 'regression',
  link: 'identity',
  options: z.strictObject({}),
  start: ({target, weights}) => [weightedMean(target, weights)],
  derive: ({scores: [scores], target, weights}, [gradients], [hessians]) => {
    for (let row = 0; row < target.length; row += 1) {
      const weight = weights[row]!;
      gradients![row] = weight * (scores![row]! - target[row]!);
      hessians![row] = weight;
    }
  },
  loss: ([score], target) => (target - score!) ** 2 / 2,
};
