import {z} from 'zod';
import {weightedMean} from '../weighted-mean.js';
import type {Objective} from './objective.js';

/** ½ (y − s)² up to an error of δ, δ (|y − s| − ½ δ) beyond (Huber 1964). */
export const huber: Objective = {
  summary: 'The squared error up to an error of `delta`, the absolute one beyond.',
  task: 'regression',
  link: 'identity',
  options: z.strictObject({delta: z.number().positive().default(1)}),
  start: ({target, weights}) => [weightedMean(target, weights)],
  derive: ({scores: [scores], target, weights, options}, [gradients], [hessians]) => {
    for (let row = 0; row < target.length; row += 1) {
      const weight = weights[row]!;
      const error = scores![row]! - target[row]!;
      gradients![row] = weight * Math.max(-options.delta!, Math.min(options.delta!, error));
      hessians![row] = weight;
    }
  },
  loss: ([score], target, {delta}) => {
    const error = Math.abs(target - score!);
    return error <= delta! ? error ** 2 / 2 : delta! * (error - delta! / 2);
  },
};
