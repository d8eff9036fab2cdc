import {z} from 'zod';
import {halvingOptions, longEnough} from '../halving-options.js';
import {bracketRounds, diagonal, startRounds} from '../rounds.js';
import {halvings, rungsFromTop} from '../rungs.js';
import {defineAlgorithm, type Round, type SearchOptions} from './algorithm.js';

const hyperbandOptions = halvingOptions.extend({
  /** How many brackets to leave out, from the one with the fewest configurations on. */
  skipLast: z.int().min(0).default(0),
});

/**
 * Hyperband (Li et al. 2018, algorithm 1): brackets of successive halving that begin with many configurations and few
 * epochs, up to one with few that are all trained to the end. Diagonal, as in Apache MADlib: rounds of different
 * brackets that train to the same epoch run together. The paper's numbers of configurations are kept in proportion, and add
 * up to `trials`.
 */
export const hyperband = defineAlgorithm({
  summary: 'Successive halving from several beginnings, from many configurations to few.',
  listens: true,
  options: hyperbandOptions,
  unfit: (size, options) => {
    const brackets = halvings(size.epochs, options.minEpochs, options.reductionFactor) + 1;
    if (options.skipLast < brackets) return longEnough(size, options);
    return (
      longEnough(size, options) ?? {
        option: 'skipLast',
        expected: `fewer than the ${brackets} brackets`,
        remedy: 0,
      }
    );
  },
  table: hyperbandTable,
  start: (search, options) => startRounds(hyperbandTable(search, options), options.reductionFactor, search),
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}, width: {type: 'int', low: 1, high: 4}}},
    proposals: 12,
  },
});

/** What runs together, step by step: to be shown before anything is trained. */
export function hyperbandTable(
  {trials, epochs}: Pick<SearchOptions, 'trials' | 'epochs'>,
  {reductionFactor, minEpochs, skipLast}: z.output<typeof hyperbandOptions>,
): Round[][] {
  const rungs = rungsFromTop(epochs, minEpochs, reductionFactor);
  const sizes = bracketSizes(rungs.length, reductionFactor).slice(0, Math.max(1, rungs.length - skipLast));
  const brackets = sharedOut(trials, sizes).map((size, at) =>
    size > 0 ? bracketRounds(at, size, rungs.slice(at), reductionFactor) : [],
  );
  return diagonal(brackets);
}

/** ⌈(s_max + 1) η^s / (s + 1)⌉ for s = s_max … 0: as many epochs in each bracket. */
function bracketSizes(brackets: number, factor: number): number[] {
  return Array.from({length: brackets}, (_, at) => {
    const s = brackets - 1 - at;
    return Math.ceil((brackets * factor ** s) / (s + 1));
  });
}

/** A number in whole parts of such proportions: what is left over goes where most was cut off. */
function sharedOut(total: number, proportions: readonly number[]): number[] {
  const sum = proportions.reduce((all, each) => all + each, 0);
  const exact = proportions.map((each) => (total * each) / sum);
  const parts = exact.map(Math.floor);
  const order = [...exact.keys()].sort((a, b) => exact[b]! - parts[b]! - (exact[a]! - parts[a]!) || a - b);
  const left = total - parts.reduce((all, each) => all + each, 0);
  for (const at of order.slice(0, left)) parts[at]! += 1;
  return parts;
}
