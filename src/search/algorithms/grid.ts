import {z} from 'zod';
import {proposals, trainAll} from '../proposals.js';
import {gridOf} from '../scale.js';
import type {Space} from '../space.js';
import {defineAlgorithm} from './algorithm.js';

/**
 * Every combination of each parameter's values, in an order drawn from the seed, so that a short budget sees some of
 * everything and not one corner. Families take turns.
 */
export const grid = defineAlgorithm({
  summary: 'Every combination of a few values of each parameter.',
  listens: false,
  options: z.strictObject({}),
  start: (search) => {
    const spaces = Object.fromEntries(
      Object.entries(search.spaces).map(([family, space]) => [family, gridSpace(space)]),
    );
    return trainAll(proposals({spaces, seed: search.seed}).next, search);
  },
  example: {
    spaces: {
      a: {units: {type: 'choice', values: [1, 2]}, rate: {type: 'log-uniform', low: 0.01, high: 1}},
      b: {units: {type: 'choice', values: [1]}},
    },
    proposals: 7,
  },
});

/** Of each parameter a few values, as a choice. */
function gridSpace(space: Space): Space {
  return Object.fromEntries(
    Object.entries(space).map(([name, {when, ...range}]) => [
      name,
      {type: 'choice', values: gridOf(range), ...(when && {when})},
    ]),
  );
}
