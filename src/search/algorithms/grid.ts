import {trainAll} from '../proposals.js';
import {gridOf, type Point, type Space} from '../space.js';
import type {Algorithm, Proposal} from './algorithm.js';

/** Every combination of each parameter's values, families taking turns so that a short budget sees all of them. */
export const grid: Algorithm = {
  summary: 'Every combination of a few values of each parameter.',
  listens: false,
  start: ({spaces, ...options}) => {
    const queues = Object.entries(spaces).map(([family, space]) =>
      combinations(space).map((parameters): Proposal => ({family, parameters})),
    );
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
};

function combinations(space: Space): Point[] {
  return Object.entries(space).reduce<Point[]>(
    (points, [name, parameter]) =>
      points.flatMap((point) => gridOf(parameter).map((value) => ({...point, [name]: value}))),
    [{}],
  );
}
