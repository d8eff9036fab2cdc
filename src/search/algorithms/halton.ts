import {z} from 'zod';
import {permutation, randomStream} from '../../base/random.js';
import {proposals, trainAll} from '../proposals.js';
import {valueAt} from '../scale.js';
import {pointOf} from '../space.js';
import {defineAlgorithm, type SearchOptions} from './algorithm.js';

/** Digits beyond these are below what a value can show. */
const smallest = 2 ** -32;

/**
 * Halton's sequence (Halton 1960): points that fill the space more evenly than random ones, the digits of each
 * dimension in a drawn order of their own (Braaten and Weller 1979; Owen 2017), without which the dimensions of large
 * primes move together.
 */
export const halton = defineAlgorithm({
  summary: 'The default of each family, then points that fill the space evenly.',
  listens: false,
  options: z.strictObject({}),
  start: (search) => trainAll(proposals(search, sequence(search)).next, search),
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}}, b: {rate: {type: 'int', low: 1, high: 4}}},
    proposals: 7,
  },
});

function sequence({spaces, seed}: SearchOptions): SequenceOf {
  const dimensions = Object.entries(spaces).map(([family, space]) => {
    const bases = primes(Object.keys(space).length);
    const own = Object.keys(space).map((name, at) => [name, radicalInverse(bases[at]!, seed, family, name)]);
    return [family, Object.fromEntries(own) as Record<string, (index: number) => number>] as const;
  });
  const inverses = Object.fromEntries(dimensions);
  const indices = new Map<string, number>();
  return (family) => {
    const index = (indices.get(family) ?? 0) + 1;
    indices.set(family, index);
    return pointOf(spaces[family]!, (name, parameter) => valueAt(parameter, inverses[family]![name]!(index)));
  };
}
type SequenceOf = NonNullable<Parameters<typeof proposals>[1]>;

/** The digits of an index in a base, behind the point in reverse, each digit put in another's place. */
function radicalInverse(base: number, seed: number, ...labels: string[]): (index: number) => number {
  const orders: Uint32Array[] = [];
  return (index) => {
    let value = 0;
    let [rest, weight] = [index, 1 / base];
    for (let place = 0; weight >= smallest; place += 1) {
      orders[place] ??= permutation(base, randomStream(seed, 'search', ...labels, 'digits', place));
      value += weight * orders[place]![rest % base]!;
      rest = Math.floor(rest / base);
      weight /= base;
    }
    return Math.min(value, 1 - smallest);
  };
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1)
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}
