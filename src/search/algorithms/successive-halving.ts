import type {z} from 'zod';
import {halvingOptions, longEnough} from '../halving-options.js';
import {bracketRounds, diagonal, startRounds} from '../rounds.js';
import {rungsFromTop} from '../rungs.js';
import {defineAlgorithm, type Round, type SearchOptions} from './algorithm.js';

/**
 * Successive halving (Jamieson and Talwalkar 2016, figure 3; Karnin, Koren and Somekh 2013): all configurations are
 * trained a little, the best of them some more, until a few reach the end.
 */
export const successiveHalving = defineAlgorithm({
  summary: 'All are trained a little, the better ones further, and the best to the end.',
  listens: true,
  options: halvingOptions,
  unfit: longEnough,
  table: halvingTable,
  start: (search, options) => startRounds(halvingTable(search, options), options.reductionFactor, search),
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}, width: {type: 'int', low: 1, high: 4}}},
    proposals: 12,
  },
});

function halvingTable(
  {trials, epochs}: Pick<SearchOptions, 'trials' | 'epochs'>,
  {reductionFactor, minEpochs}: z.output<typeof halvingOptions>,
): Round[][] {
  const rungs = rungsFromTop(epochs, minEpochs, reductionFactor);
  return diagonal([bracketRounds(0, trials, rungs, reductionFactor)]);
}
