import {drawStrata, stratumSql} from '../split-strata.js';
import type {Splitter} from './splitter.js';

/** Of each class the same share in every split; a target that is a number is cut in ten groups by its size. */
export const stratified: Splitter = {
  summary: 'At random, with the same share of each class in every split.',
  options: {test: 'possible'},
  keepsKeys: true,
  draw: async (database, relation, request) => {
    await drawStrata(database, relation, stratumSql(request), request);
    return [];
  },
  example: [],
};
