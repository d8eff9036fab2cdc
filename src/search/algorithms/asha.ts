import {halvingOptions, longEnough} from '../halving-options.js';
import {proposals} from '../proposals.js';
import {rungsFromBottom} from '../rungs.js';
import {byRank, type Ending, underWay} from '../under-way.js';
import {type Assignment, defineAlgorithm, type SearchOptions} from './algorithm.js';

/**
 * Asynchronous successive halving (Li et al. 2020, algorithm 2): whenever there is room, a configuration among the best
 * 1/η of its rung goes on to the next, from the top rung down; where there is none, a new one begins. Nobody waits
 * for a rung to fill. When there are no new ones left, the best goes on to the end, if none did.
 */
export const asha = defineAlgorithm({
  summary: 'Successive halving without waiting: where nothing is promoted, a new configuration begins.',
  listens: true,
  options: halvingOptions.extend({reductionFactor: halvingOptions.shape.reductionFactor.unwrap().default(4)}),
  unfit: longEnough,
  start: (search, {reductionFactor, minEpochs}) => {
    const epochs = rungsFromBottom(search.epochs, minEpochs, reductionFactor);
    const running = underWay(search.direction);
    const rungs = ladder(epochs, reductionFactor, running.isOut);
    const begin = beginner(search, epochs[0]!);
    return {
      ask: () => {
        const next = rungs.promote() ?? begin();
        if (next) return running.add(next);
        if (running.size() > 0) return 'wait';
        const last = rungs.finish();
        return last && running.add(last);
      },
      tell: (observation) => {
        const ending = running.end(observation);
        if (ending) rungs.enter(ending);
        return undefined;
      },
    };
  },
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}, width: {type: 'int', low: 1, high: 4}}},
    proposals: 12,
  },
});

function beginner(search: SearchOptions, epochs: number): () => Assignment | undefined {
  const fresh = proposals(search);
  let trials = 0;
  return () => {
    const proposal = trials < search.trials ? fresh.next() : undefined;
    if (!proposal) return undefined;
    trials += 1;
    return {trial: trials, ...proposal, epochs};
  };
}

/** What reached each rung, the best first, and who goes on from there. */
function ladder(epochs: readonly number[], factor: number, isOut: (trial: number) => boolean) {
  const rungs = epochs.map(() => ({ended: [] as Ending[], promoted: new Set<number>()}));
  const from = (at: number, places: number): Assignment | undefined => {
    const {ended, promoted} = rungs[at]!;
    const best = ended.find(
      ({assignment: {trial}}, rank) => rank < places && !isOut(trial) && !promoted.has(trial),
    );
    if (!best) return undefined;
    promoted.add(best.assignment.trial);
    return {...best.assignment, epochs: epochs[at + 1]!};
  };
  const below = [...epochs.keys()].slice(0, -1).reverse();
  const first = (placesAt: (at: number) => number): Assignment | undefined => {
    for (const at of below) {
      const next = from(at, placesAt(at));
      if (next) return next;
    }
    return undefined;
  };
  return {
    enter: (ending: Ending) => {
      const {ended} = rungs[epochs.indexOf(ending.assignment.epochs)]!;
      const at = ended.findIndex((other) => byRank(ending, other) < 0);
      ended.splice(at === -1 ? ended.length : at, 0, ending);
    },
    promote: () => first((at) => Math.floor(rungs[at]!.ended.length / factor)),
    /** The one that got furthest, and best there, where none reached the end. */
    finish: () => (rungs.at(-1)!.ended.length > 0 ? undefined : first((at) => rungs[at]!.ended.length)),
  };
}
