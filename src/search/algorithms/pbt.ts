import {z} from 'zod';
import {type Random, randomStream} from '../../base/random.js';
import {proposals} from '../proposals.js';
import {perturbed, valueAt} from '../scale.js';
import {type Point, pointOf, type Space, shapeNames} from '../space.js';
import {type Ending, ranked, underWay} from '../under-way.js';
import {type Assignment, defineAlgorithm, type Proposal, type SearchOptions} from './algorithm.js';

const factors = [0.8, 1.2];
/** How many changes of a configuration are tried before it counts as one that cannot be changed. */
const patience = 100;

const pbtOptions = z.strictObject({
  /** After how many epochs the population is compared, and again after as many. A fifth of all if left out. */
  interval: z.int().min(1).optional(),
  /** The share that is replaced by clones of as many of the best. */
  quantile: z.number().gt(0).max(0.5).default(0.25),
  /** How often a clone's parameter is drawn anew and not moved. */
  resample: z.number().min(0).max(1).default(0.25),
});
type PbtOptions = z.output<typeof pbtOptions>;

/**
 * Population based training (Jaderberg et al. 2017, section 3), synchronous: after every interval the worst quarter is replaced
 * by clones of the best quarter, which go on from the weights of theirs with parameters times 0.8 or 1.2, or drawn
 * anew. A clone is a trial of its own; the population is as large as clones for every interval leave room for.
 */
export const pbt = defineAlgorithm({
  summary: 'A population whose worst become copies of the best, parameters changed, while they train.',
  listens: true,
  options: pbtOptions,
  unfit: ({epochs}, {interval = 1}) =>
    interval <= epochs
      ? undefined
      : {
          option: 'interval',
          expected: `at most the ${epochs} epochs of \`epochs\``,
          remedy: Math.max(1, Math.round(epochs / 5)),
        },
  start: (search, options) => {
    const interval = options.interval ?? Math.max(1, Math.round(search.epochs / 5));
    const rounds = Math.ceil(search.epochs / interval);
    const {founders, successors} = breeder(search, options);
    const running = underWay(search.direction);
    const queue = founders(populationSize(search.trials, rounds, options), interval);
    let ended: Ending[] = [];
    let round = 1;
    return {
      ask: () => {
        while (queue.length > 0 && running.isOut(queue[0]!.trial)) queue.shift();
        while (queue.length === 0) {
          if (running.size() > 0) return 'wait';
          if (round >= rounds) return undefined;
          round += 1;
          queue.push(...successors(ended, Math.min(search.epochs, round * interval), running.isOut));
          ended = [];
        }
        return running.add(queue.shift()!);
      },
      tell: (observation) => {
        const ending = running.end(observation);
        if (ending) ended.push(ending);
        return undefined;
      },
    };
  },
  example: {
    spaces: {a: {units: {type: 'choice', values: [1, 2, 3]}, width: {type: 'int', low: 1, high: 4}}},
    proposals: 12,
  },
});

/** So many that they and their clones are no more than the trials. */
function populationSize(trials: number, rounds: number, {quantile}: PbtOptions): number {
  let size = trials;
  while (size > 1 && size + (rounds - 1) * replaced(size, quantile) > trials) size -= 1;
  return size;
}

function replaced(population: number, quantile: number): number {
  return Math.floor(population * quantile);
}

/** Makes populations: the first, and from each the next. */
function breeder(search: SearchOptions, {quantile, resample}: PbtOptions) {
  const fresh = proposals(search);
  const random = randomStream(search.seed, 'search', 'pbt');
  let trials = 0;
  const enter = (proposal: Proposal | undefined, epochs: number): Assignment[] => {
    if (!proposal || trials >= search.trials) return [];
    trials += 1;
    return [{trial: trials, ...proposal, epochs}];
  };
  const cloneOf = ({trial, family, parameters}: Assignment, epochs: number): Assignment[] => {
    if (trials >= search.trials) return [];
    for (let attempt = 0; attempt < patience; attempt += 1) {
      const changed = {family, parameters: explored(search.spaces[family]!, parameters, random, resample)};
      if (fresh.claim(changed)) return enter(changed, epochs).map((clone) => ({...clone, parent: trial}));
    }
    return [];
  };
  return {
    founders: (size: number, epochs: number): Assignment[] =>
      Array.from({length: size}, () => enter(fresh.next(), epochs)).flat(),
    /** Clones first: they begin with what their parents are before these go on. */
    successors: (
      ended: readonly Ending[],
      epochs: number,
      isOut: (trial: number) => boolean,
    ): Assignment[] => {
      const able = ranked(ended)
        .map(({assignment}) => assignment)
        .filter(({trial}) => !isOut(trial));
      const out = ended.length - able.length;
      const share = replaced(ended.length, quantile);
      const losers = Math.max(0, Math.min(share - out, able.length - 1));
      const winners = able.slice(0, Math.max(1, Math.min(share, able.length - losers)));
      const clones = Array.from({length: able.length > 0 ? Math.max(share, out) : 0}, () =>
        cloneOf(winners[random.integer(winners.length)]!, epochs),
      ).flat();
      const kept = able.slice(0, able.length - Math.min(losers, Math.max(0, clones.length - out)));
      return [
        ...clones,
        ...kept.map(({trial, family, parameters}): Assignment => ({trial, family, parameters, epochs})),
      ];
    },
  };
}

/** A point nearby: what decides the shape of the weights stays. */
function explored(space: Space, point: Point, random: Random, resample: number): Point {
  const fixed = shapeNames(space);
  return pointOf(space, (name, parameter) => {
    const own = point[name];
    if (own !== undefined && fixed.has(name)) return own;
    if (own === undefined || random.uniform() < resample) return valueAt(parameter, random.uniform());
    return perturbed(parameter, own, factors[random.integer(factors.length)]!);
  });
}
