import {drawStrata} from '../split-strata.js';
import type {Splitter} from './splitter.js';

/** Any row may be in any split, whatever its target: all rows are one stratum. */
export const random: Splitter = {
  summary: 'At random.',
  options: {test: 'possible'},
  keepsKeys: true,
  draw: async (database, relation, request) => {
    await drawStrata(database, relation, "''", request);
    return [];
  },
  example: [],
};
