import {type Entry, scanJournal} from '../project/journal.js';
import {nothingYet, type RunProgress, takeEntry} from './run-progress.js';

/** A run as its journal tells it, and what it was started with. */
export interface RunRecord {
  run: string;
  /** All that the first entry says. */
  facts: Readonly<Record<string, unknown>>;
  progress: RunProgress;
  /** Of the trials that began with the weights of another: which. */
  parents: ReadonlyMap<number, number>;
}

/**
 * Reads a journal once, whether its run goes on or not.
 * @param tell called with each entry as well
 */
export function readRun(run: string, journal: string, tell: (entry: Entry) => void = () => {}): RunRecord {
  let progress = nothingYet;
  let facts: RunRecord['facts'] = {};
  const parents = new Map<number, number>();
  const take = (entry: Entry) => {
    progress = takeEntry(progress, entry);
    if (entry.type === 'run-started') facts = factsOf(entry);
    if (typeof entry.parent === 'number') parents.set(Number(entry.trial), entry.parent);
    tell(entry);
  };
  scanJournal(journal, take, {brief: true});
  return {run, facts, progress, parents};
}

function factsOf({type, at, ...facts}: Entry): RunRecord['facts'] {
  return facts;
}
