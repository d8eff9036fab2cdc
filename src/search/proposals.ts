import type {Proposal, Search, SearchOptions} from './algorithms/algorithm.js';

/** A search that trains every configuration to its end, whatever becomes of the others. */
export function trainAll(
  next: () => Proposal | undefined,
  {trials, epochs}: Pick<SearchOptions, 'trials' | 'epochs'>,
): Search {
  let asked = 0;
  return {
    ask: () => {
      const proposal = asked < trials ? next() : undefined;
      if (!proposal) return undefined;
      asked += 1;
      return {trial: asked, ...proposal, epochs};
    },
    tell: () => undefined,
  };
}
