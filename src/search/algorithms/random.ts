import {canonicalJson} from '../../base/json.js';
import {type Random, randomStream} from '../../base/random.js';
import {trainAll} from '../proposals.js';
import {type Space, valueAt} from '../space.js';
import type {Algorithm, Proposal} from './algorithm.js';

/** A space of choices alone is used up at some point: after so many repeats in a row it counts as such. */
const patience = 1000;

/**
 * Each family's default, then independent draws (Bergstra and Bengio 2012). Families take turns. Every parameter has a stream of its own, so that
 * adding one does not change the others' values.
 */
export const random: Algorithm = {
  summary: 'The default of each family, then independent draws of every parameter.',
  listens: false,
  start: ({spaces, seed, defaults = {}, ...options}) => {
    const families = Object.keys(spaces);
    const streams = new Map<string, Random>();
    const seen = new Set<string>();
    const attempted = new Set<string>();
    let turn = 0;
    return trainAll(() => {
      for (let attempt = 0; attempt < patience && families.length > 0; attempt += 1) {
        const family = families[turn % families.length]!;
        turn += 1;
        const known = attempted.has(family) ? undefined : defaults[family];
        attempted.add(family);
        const proposal = {family, parameters: known ?? draw(family, spaces[family]!, seed, streams)};
        const key = canonicalJson(proposal);
        if (seen.has(key)) continue;
        seen.add(key);
        return proposal;
      }
      return undefined;
    }, options);
  },
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}}, b: {units: {type: 'choice', values: [1]}}},
    proposals: 4,
  },
};

function draw(
  family: string,
  space: Space,
  seed: number,
  streams: Map<string, Random>,
): Proposal['parameters'] {
  const values = Object.entries(space).map(([name, parameter]) => {
    const key = `${family}.${name}`;
    const stream = streams.get(key) ?? randomStream(seed, 'search', family, name);
    streams.set(key, stream);
    return [name, valueAt(parameter, stream.uniform())] as const;
  });
  return Object.fromEntries(values);
}
