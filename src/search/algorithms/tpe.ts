import {z} from 'zod';
import {randomStream} from '../../base/random.js';
import {joinedPoint, joinedSpace, proposalOf} from '../joined-space.js';
import {type Density, parzen} from '../parzen.js';
import {type Proposals, proposals} from '../proposals.js';
import {byRank, type Ending, underWay} from '../under-way.js';
import {type Assignment, defineAlgorithm, type Proposal, type SearchOptions} from './algorithm.js';

const tpeOptions = z.strictObject({
  /** How many are drawn before there is enough to learn from. */
  startupTrials: z.int().min(1).default(10),
  /**
   * How many points are weighed against each other for each new configuration. Optuna's 24 are few for points that are drawn as
   * a whole: with 96 the median regret is smaller on eleven of the twelve functions of `npm run bench -- search`.
   */
  candidates: z.int().min(1).max(10_000).default(96),
  /** How many may be under way at once: of few, each is chosen knowing more. */
  concurrent: z.int().min(1).default(10),
});
type TpeOptions = z.output<typeof tpeOptions>;

/**
 * Tree-structured Parzen estimator (Bergstra et al. 2011, section 4), multivariate (Falkner, Klein and Hutter 2018,
 * section 4): one density over the best tenth of the configurations, one over the others, and of some points from the
 * first the one that is likeliest there against the second. The family is a parameter like the others. Constants are
 * Optuna's, and what is under way counts as not good, as there.
 */
export const tpe = defineAlgorithm({
  summary: 'Draws near the best configurations so far, away from the others.',
  listens: true,
  options: tpeOptions,
  start: (search, options) => {
    const running = underWay(search.direction);
    const fresh = proposals(search);
    const ended: Ending[] = [];
    const random = randomStream(search.seed, 'search', 'tpe');
    let trials = 0;
    return {
      ask: () => {
        if (trials >= search.trials) return undefined;
        if (running.size() >= options.concurrent) return 'wait';
        const known = ended.filter(({loss}) => loss < Infinity).length;
        const proposal =
          known < options.startupTrials
            ? fresh.next()
            : promising(search, options, random, ended, [...running.assignments()], fresh);
        if (!proposal) return undefined;
        trials += 1;
        return running.add({trial: trials, ...proposal, epochs: search.epochs});
      },
      tell: (observation) => {
        const ending = running.end(observation);
        if (ending) ended.push(ending);
        return undefined;
      },
    };
  },
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}}, b: {rate: {type: 'int', low: 1, high: 4}}},
    proposals: 7,
  },
});

/** The point that is likeliest to be good; of a space that is nearly used up, what is left. */
function promising(
  {spaces}: SearchOptions,
  {candidates}: TpeOptions,
  random: ReturnType<typeof randomStream>,
  ended: readonly Ending[],
  running: readonly Assignment[],
  fresh: Proposals,
): Proposal | undefined {
  const space = joinedSpace(spaces);
  const [good, others] = split(ended, running).map((group): Density => {
    const points = group.map(joinedPoint);
    return parzen(space, points, ages(points.length));
  }) as [Density, Density];
  const points = Array.from({length: candidates}, () => good.sample(random));
  const scored = points.map((point) => ({point, score: good.logDensity(point) - others.logDensity(point)}));
  for (const {point} of scored.sort((a, b) => b.score - a.score)) {
    const proposal = proposalOf(point);
    if (fresh.claim(proposal)) return proposal;
  }
  return fresh.next();
}

/** The best tenth, at most 25, and the rest; each in the order in which they began. Stopped ones are ranked by how far they came. */
function split(ended: readonly Ending[], running: readonly Assignment[]): [Proposal[], Proposal[]] {
  const rank = (a: Ending, b: Ending): number =>
    Number(a.isOut) - Number(b.isOut) ||
    (a.isOut ? Number(a.loss === Infinity) - Number(b.loss === Infinity) || b.epoch - a.epoch : 0) ||
    byRank(a, b);
  const best = [...ended].sort(rank).map(({assignment}) => assignment);
  const count = Math.min(25, Math.ceil(0.1 * ended.length));
  const byAge = (a: Assignment, b: Assignment) => a.trial - b.trial;
  return [best.slice(0, count).sort(byAge), [...best.slice(count), ...running].sort(byAge)];
}

/** The last 25 count in full, those before the less the older they are. */
function ages(count: number): number[] {
  const old = Math.max(0, count - 25);
  return Array.from({length: count}, (_, at) =>
    at >= old ? 1 : old === 1 ? 1 / count : 1 / count + (1 - 1 / count) * (at / (old - 1)),
  );
}
