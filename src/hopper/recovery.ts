import type {Entry} from '../project/journal.js';
import {checkpointHash} from '../train/checkpoint.js';
import {placeOf, type Redo, unitName} from './known.js';

/** What has to be done again of a run before it can go on. */
export interface Recovery {
  redo: Redo;
  /** The files that are not what was written. */
  damaged: string[];
}

export interface RecoveryOptions {
  /** Where a trial's state is kept after so many visits. */
  checkpoint: (trial: number, visits: number) => string;
  /** Trials whose state is not needed any more. */
  over: ReadonlySet<number>;
  /** Models that may be chosen: the trial and its file. */
  candidates: readonly {trial: number; path: string}[];
}

/** A trial's way so far. */
interface Way {
  /** The units that it was trained in, and its weights after each. */
  visits: {unit: string; group: number; sha256: string}[];
  hasParent: boolean;
}

/**
 * Compares what a journal says with the states on disk. Of each trial the last two are kept. Where the last is damaged
 * or gone, its unit is done again from the one before; where both are, its group is, from the beginning; and where a
 * lane of that group came from elsewhere, all is.
 */
export async function recover(entries: readonly Entry[], options: RecoveryOptions): Promise<Recovery> {
  const ways = waysOf(entries);
  const damaged: string[] = [];
  const redo = new Set<string>();
  const groups = new Set<number>();
  const isGood = async (path: string, sha256?: string) => {
    const good = await isState(path, sha256);
    if (!good) damaged.push(path);
    return good;
  };
  for (const {trial, path} of options.candidates)
    if (!(await isGood(path))) addGroups(groups, ways.get(trial));
  for (const [trial, way] of ways) {
    if (options.over.has(trial)) continue;
    const {visits, hasParent} = way;
    const count = visits.length;
    if (count === 0 && !hasParent) continue;
    if (await isGood(options.checkpoint(trial, count), visits.at(-1)?.sha256)) continue;
    if (count > 0) redo.add(visits.at(-1)!.unit);
    if (count === 1 && !hasParent) continue;
    const before = count - 1;
    if (before >= 0 && (await isGood(options.checkpoint(trial, before), visits.at(-2)?.sha256))) continue;
    addGroups(groups, way);
    if (hasParent) return {redo: 'training', damaged};
  }
  if ([...ways.values()].some((way) => isFromElsewhere(way, groups))) return {redo: 'training', damaged};
  for (const {visits} of ways.values())
    for (const {unit, group} of visits) if (groups.has(group)) redo.add(unit);
  return {redo, damaged};
}

function addGroups(groups: Set<number>, way: Way | undefined): void {
  for (const {group} of way?.visits ?? []) groups.add(group);
}

/** Whether a trial was in one of these groups, and not from its own beginning to its end. */
function isFromElsewhere({visits, hasParent}: Way, groups: ReadonlySet<number>): boolean {
  const isIn = visits.map(({group}) => groups.has(group));
  return isIn.includes(true) && (hasParent || isIn.includes(false));
}

function waysOf(entries: readonly Entry[]): Map<number, Way> {
  const ways = new Map<number, Way>();
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.type === 'trial-added')
      ways.set(Number(entry.trial), {visits: [], hasParent: typeof entry.parent === 'object'});
    if (entry.type !== 'unit-ended' || entry.kind !== 'train') continue;
    const unit = unitName(placeOf(entry));
    if (seen.has(unit)) continue;
    seen.add(unit);
    for (const {trial, sha256} of entry.lanes as {trial: number; sha256: string}[])
      ways.get(trial)?.visits.push({unit, group: Number(entry.group), sha256});
  }
  return ways;
}

async function isState(path: string, sha256: string | undefined): Promise<boolean> {
  try {
    const found = await checkpointHash(path);
    return sha256 === undefined || sha256 === found;
  } catch {
    return false;
  }
}
