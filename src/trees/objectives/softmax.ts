import {z} from 'zod';
import type {Objective} from './objective.js';

const tiny = 1e-15;

/** −log of the softmax of the row's class: one tree for each class a round (Friedman 2001, §4.6). */
export const softmax: Objective = {
  summary: 'The log-loss of three classes or more.',
  task: 'classification',
  link: 'softmax',
  options: z.strictObject({}),
  start: ({target, weights, outputs}) => {
    const held = new Array<number>(outputs).fill(0);
    for (const [row, label] of target.entries()) held[label]! += weights[row]!;
    const all = held.reduce((sum, own) => sum + own, 0);
    return held.map((own) => Math.log(Math.max(tiny, own / all)));
  },
  derive: ({scores, target, weights, room, exp}, gradients, hessians) => {
    // Of K outputs one could be left out: the second derivative along the others is larger by this.
    const factor = scores.length / (scores.length - 1);
    for (let from = 0; from < target.length; from += room[0]!.length) {
      const exps = room.map((own) => own.subarray(0, target.length - from));
      const rows = exps[0]!.length;
      const highest = scores[0]!.slice(from, from + rows);
      for (const own of scores)
        for (let at = 0; at < rows; at += 1) highest[at] = Math.max(highest[at]!, own[from + at]!);
      const sums = new Float64Array(rows);
      for (const [output, own] of exps.entries()) {
        const put = scores[output]!;
        for (let at = 0; at < rows; at += 1) own[at] = put[from + at]! - highest[at]!;
        exp(own);
        for (let at = 0; at < rows; at += 1) sums[at]! += own[at]!;
      }
      for (const [output, own] of exps.entries()) {
        const [gradient, hessian] = [gradients[output]!, hessians[output]!];
        for (let at = 0; at < rows; at += 1) {
          const weight = weights[from + at]!;
          const probability = own[at]! / sums[at]!;
          gradient[from + at] = weight * (probability - (target[from + at] === output ? 1 : 0));
          hessian[from + at] = weight * factor * probability * (1 - probability);
        }
      }
    }
  },
  loss: (scores, target) => {
    const highest = Math.max(...scores);
    return (
      Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0)) + highest - scores[target]!
    );
  },
};
