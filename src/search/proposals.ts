import {canonicalJson} from '../base/json.js';
import {type Random, randomStream} from '../base/random.js';
import type {Proposal, Search, SearchOptions} from './algorithms/algorithm.js';
import {countOf, valueAt, valuesOf} from './scale.js';
import {combinations, type Parameter, type Point, pointOf, type Space} from './space.js';

/** After so many repeats in a row a space may be used up. */
const patience = 200;
/** A space with more points than this counts as endless. */
const manyPoints = 100_000;

/** Configurations, none of them twice. */
export interface Proposals {
  /** Each family's default, then a draw that is new; undefined when there is none left. */
  next(): Proposal | undefined;
  /** Whether a configuration is new. From now on it is not. */
  claim(proposal: Proposal): boolean;
}

/**
 * Families take turns. What is drawn twice is drawn again; of a small space the last few points are looked up.
 * @param draw a point of a family's space; by default each parameter's own random stream
 */
export function proposals(
  options: Pick<SearchOptions, 'spaces' | 'seed' | 'defaults'>,
  draw: (family: string) => Point = draws(options),
): Proposals {
  const {spaces, seed, defaults = {}} = options;
  const seen = new Set<string>();
  const claim = (proposal: Proposal) => seen.size < seen.add(canonicalJson(proposal)).size;
  const left = new Set(Object.keys(spaces));
  const leftOver = randomStream(seed, 'search', 'left over');
  let turn = 0;

  const drawn = (family: string): Proposal | undefined => {
    for (let attempt = 0; attempt < patience; attempt += 1) {
      const proposal = {family, parameters: draw(family)};
      if (claim(proposal)) return proposal;
    }
    const unseen = [...pointsOf(spaces[family]!)]
      .map((parameters): Proposal => ({family, parameters}))
      .filter((proposal) => !seen.has(canonicalJson(proposal)));
    const proposal = unseen[leftOver.integer(unseen.length)];
    if (proposal) claim(proposal);
    else left.delete(family);
    return proposal;
  };

  const next = (): Proposal | undefined => {
    while (left.size > 0) {
      const families = Object.keys(spaces);
      const family = families[turn % families.length]!;
      const known = turn < families.length ? defaults[family] : undefined;
      turn += 1;
      if (known && claim({family, parameters: known})) return {family, parameters: known};
      const proposal = left.has(family) ? drawn(family) : undefined;
      if (proposal) return proposal;
    }
    return undefined;
  };
  return {next, claim};
}

/** Independent draws: every parameter has a stream of its own, so that adding one does not change the others' values. */
export function draws({spaces, seed}: Pick<SearchOptions, 'spaces' | 'seed'>): (family: string) => Point {
  const streams = new Map<string, Random>();
  return (family) =>
    pointOf(spaces[family]!, (name, parameter) => {
      const key = JSON.stringify([family, name]);
      const stream = streams.get(key) ?? randomStream(seed, 'search', family, name);
      streams.set(key, stream);
      return valueAt(parameter, stream.uniform());
    });
}

/** Every point of a space, where they can be counted. */
function pointsOf(space: Space): Iterable<Point> {
  const count = Object.values(space).reduce((product, parameter) => product * countOf(parameter), 1);
  return count > manyPoints ? [] : combinations(space, (parameter: Parameter) => valuesOf(parameter)!);
}

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
