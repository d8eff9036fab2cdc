import {z} from 'zod';
import {permutation, randomStream} from '../../base/random.js';
import {trainAll} from '../proposals.js';
import {gridOf} from '../scale.js';
import {combinations} from '../space.js';
import {defineAlgorithm, type Proposal} from './algorithm.js';

/**
 * Every combination of each parameter's values, in an order drawn from the seed, so that a short budget sees some of
 * everything and not one corner. Families take turns.
 */
export const grid = defineAlgorithm({
  summary: 'Every combination of a few values of each parameter.',
  listens: false,
  options: z.strictObject({}),
  start: ({spaces, seed, ...options}) => {
    const queues = Object.entries(spaces).map(([family, space]) => {
      const points = [...combinations(space, gridOf)];
      const order = permutation(points.length, randomStream(seed, 'search', family, 'grid'));
      return [...order].map((at): Proposal => ({family, parameters: points[at]!}));
    });
    return trainAll(() => {
      queues.sort((a, b) => Number(a.length === 0) - Number(b.length === 0));
      const queue = queues.shift();
      if (queue) queues.push(queue);
      return queue?.shift();
    }, options);
  },
  example: {
    spaces: {
      a: {units: {type: 'choice', values: [1, 2]}, rate: {type: 'log-uniform', low: 0.01, high: 1}},
      b: {units: {type: 'choice', values: [1]}},
    },
    proposals: 7,
  },
});
