import {z} from 'zod';
import {weightedMean} from '../weighted-mean.js';
import type {Objective} from './objective.js';

/** Added to the score in the second derivative, so that no step is too long. */
const caution = 0.7;

/** exp(s) − y s: the negative log-likelihood of counts with mean exp(s), but for a constant. */
export const poisson: Objective = {
  summary: 'The Poisson deviance, for counts: predicts their mean, which is above 0.',
  task: 'regression',
  link: 'exp',
  options: z.strictObject({}),
  start: ({target, weights}) => [Math.log(Math.max(1e-10, weightedMean(target, weights)))],
  derive: ({scores: [scores], target, weights, room: [room], exp}, [gradients], [hessians]) => {
    for (let from = 0; from < target.length; from += room!.length) {
      const means = room!.subarray(0, target.length - from);
      means.set(scores!.subarray(from, from + means.length));
      exp(means);
      for (let at = 0; at < means.length; at += 1) {
        const weight = weights[from + at]!;
        gradients![from + at] = weight * (means[at]! - target[from + at]!);
        hessians![from + at] = weight * means[at]! * Math.exp(caution);
      }
    }
  },
  loss: ([score], target) => Math.exp(score!) - target * score!,
};
