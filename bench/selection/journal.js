// What a run of `adl build` did with its time, from its journal: seconds of all workers together, by what they were at.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * @param ended the wall clock's milliseconds at the end of the command, `seconds` how long it took
 * @returns seconds of workers: `engine` is what the engine itself ran, or the units as a whole where the journal does
 *   not tell it; all but `engine` and `by` add up to `total`
 */
export function timesOf(entries, {workers, begunAt, seconds}) {
  const ended = new Map(
    entries.filter(({type}) => type === 'unit-ended').map((entry) => [entry.unit, entry]),
  );
  const units = entries
    .filter(({type, unit}) => type === 'unit-started' && ended.has(unit))
    .map((entry) => ({...entry, end: ended.get(entry.unit)}));
  const sum = (kind) =>
    units.filter((unit) => unit.kind === kind).reduce((all, {at, end}) => all + (end.at - at) / 1000, 0);
  const told = units.filter(({end}) => end.engine !== undefined);
  const isTold = units.length > 0 && told.length === units.length;
  const first = Math.min(...units.map(({at}) => at));
  const last = Math.max(...units.map(({end}) => end.at));
  const [train, evaluate] = [sum('train'), sum('evaluate')];
  return {
    total: workers * seconds,
    engine: isTold ? told.reduce((all, {end}) => all + end.engine / 1000, 0) : train + evaluate,
    by: isTold ? 'engine' : 'units',
    train,
    evaluate,
    before: (workers * (first - begunAt)) / 1000,
    idle: (workers * (last - first)) / 1000 - train - evaluate,
    after: (workers * (begunAt + 1000 * seconds - last)) / 1000,
  };
}

/** What was trained, in the words of the grid. */
export function trainedIn(entries) {
  return entries.filter(({type}) => type === 'trial-added').map(({parameters}) => parameters);
}

export function readJournal(folder, run) {
  return readFileSync(join(folder, '.adl', 'runs', run, 'journal.ndjson'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
