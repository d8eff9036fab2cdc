import {lookup} from '../base/registry.js';
import {families} from '../models/families/registry.js';
import type {Round, Search, SearchOptions} from '../search/algorithms/algorithm.js';
import {algorithms} from '../search/algorithms/registry.js';
import type {Point} from '../search/space.js';
import {withStopping} from '../search/stopping.js';
import {optionsIn, type SearchSection} from './search-schema.js';
import {defaultIn, spaceOf} from './search-spaces.js';

export interface SearchFacts {
  seed: number;
  /** Of the metric that decides. */
  direction: SearchOptions['direction'];
  /** The families that take part, in order. */
  families: readonly string[];
}

export interface StartedSearch {
  search: Search;
  /** Whether anything depends on what it is told: if not, all can be asked for before anything is trained. */
  listens: boolean;
  /** What will be asked for where nothing fails, step by step, of an algorithm that knows that before. */
  table: Round[][] | undefined;
}

/** Starts the search of a manifest: its algorithm, in the families' spaces as the manifest has them, with its stopping rules. */
export function startSearch(section: SearchSection, facts: SearchFacts): StartedSearch {
  const algorithm = lookup(algorithms, 'search algorithm', section.algorithm);
  const {trials, epochs, stopping = {}} = section;
  const spaces = spacesOf(section, facts.families);
  const defaults = mapValues(spaces, (family, space) => defaultIn(families[family]!, space));
  const {seed, direction} = facts;
  const options = {spaces, defaults, seed, direction, trials, epochs, options: optionsIn(section)};
  return {
    search: complete(withStopping(algorithm.start(options), stopping, options)),
    listens: algorithm.listens || Object.values(stopping).some((rule) => rule !== undefined),
    table: algorithm.table(options),
  };
}

/** The spaces in which a section searches, by family. */
export function spacesOf({space = {}}: SearchSection, names: readonly string[]): SearchOptions['spaces'] {
  return Object.fromEntries(names.map((name) => [name, spaceOf(families[name]!, space[name])]));
}

/** A parameter that a manifest's condition leaves out is the family's default: a family needs all that it always has. */
function complete({ask, tell}: Search): Search {
  return {
    tell,
    ask: () => {
      const assignment = ask();
      if (!assignment || assignment === 'wait') return assignment;
      const {space, default: known} = families[assignment.family]!;
      const always = Object.entries(known).filter(([name]) => space[name]?.when === undefined);
      return {...assignment, parameters: {...Object.fromEntries(always), ...assignment.parameters} as Point};
    },
  };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (key: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]));
}
