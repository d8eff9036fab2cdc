import {z} from 'zod';
import {weightedMean} from '../weighted-mean.js';
import type {Objective} from './objective.js';

/** The share of a class that is not to be 0 or 1, where its log-odds are without bound. */
const tiny = 1e-15;

/** log(1 + exp(s)) − y s, with y 1 for the second of two classes (Friedman 2001, §4.5). */
export const logistic: Objective = {
  summary: 'The log-loss of two classes.',
  task: 'classification',
  link: 'sigmoid',
  options: z.strictObject({}),
  start: ({target, weights}) => {
    const share = Math.min(1 - tiny, Math.max(tiny, weightedMean(target, weights)));
    return [Math.log(share / (1 - share))];
  },
  derive: ({scores: [scores], target, weights, room: [room], exp}, [gradients], [hessians]) => {
    for (let from = 0; from < target.length; from += room!.length) {
      const exps = room!.subarray(0, target.length - from);
      for (let at = 0; at < exps.length; at += 1) exps[at] = -scores![from + at]!;
      exp(exps);
      for (let at = 0; at < exps.length; at += 1) {
        const weight = weights[from + at]!;
        const probability = 1 / (1 + exps[at]!);
        gradients![from + at] = weight * (probability - target[from + at]!);
        hessians![from + at] = weight * probability * (1 - probability);
      }
    }
  },
  loss: ([score], target) => Math.max(score!, 0) - target * score! + Math.log1p(Math.exp(-Math.abs(score!))),
};
