import {AdlError} from '../base/errors.js';
import {canonicalJson, type Json} from '../base/json.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun, runIds} from '../project/runs.js';
import type {Metric} from '../train/metrics/metric.js';
import {metrics} from '../train/metrics/registry.js';
import type {Host} from './event.js';
import {type RunRecord, readRun} from './run-record.js';
import {type RunSummary, summaryOf} from './run-summary.js';

export interface Comparison {
  runs: RunSummary[];
  /** What the runs were not all started with alike: a value of each, null where it has none. */
  settings: {name: string; values: Json[]}[];
  /** Of the best trials, as `settings` of the runs. */
  parameters: {name: string; values: Json[]}[];
  scores: ScoreRow[];
  /** Whether all of them saw the same data: scores on different rows say nothing of which is better. */
  same_data: boolean;
}

export interface ScoreRow {
  split: 'validation' | 'test';
  metric: string;
  direction: Metric['direction'];
  values: (number | null)[];
  /** The places of the best of them; none where they cannot be compared, or are all alike. */
  best: number[];
}

/**
 * Runs beside each other: in what they differ, and what they came to.
 * @throws MANIFEST_MISSING, RUN_MISSING, ARGUMENT_MISSING for fewer than two
 */
export async function compareRuns(host: Host, names: readonly string[]): Promise<Comparison> {
  const paths = projectPaths(findProject(host.cwd));
  const ids = [...new Set(names.map((name) => named(() => findRun(paths, name).id)))];
  if (ids.length < 2) throw tooFew(ids, runIds(paths));
  const records = ids.map((id) => readRun(id, paths.run(id).journal));
  const runs = records.map(summaryOf);
  const isSame = new Set(runs.map(({snapshot}) => snapshot)).size === 1;
  return {
    runs,
    settings: differing(records.map(settingsOf)),
    parameters: differing(runs.map(({best}) => best?.parameters ?? {})),
    scores: (['validation', 'test'] as const).flatMap((split) => scoresOf(runs, split, isSame)),
    same_data: isSame,
  };
}

/** A run is an argument here, and no flag. */
function named(find: () => string): string {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof AdlError) || error.code !== 'RUN_MISSING') throw error;
    throw new AdlError(error.code, error.message, {suggestions: ['adl build show --all'], cause: error});
  }
}

function tooFew(ids: readonly string[], all: readonly string[]): AdlError {
  const [last, before] = [...all].reverse();
  const message = `Expected at least two runs to compare, got ${ids.length === 1 ? `only ${ids[0]}` : 'none'}.`;
  return new AdlError('ARGUMENT_MISSING', message, {
    suggestions: [last && before ? `adl build compare ${before} ${last}` : 'adl build'],
  });
}

/** What was asked for, without what no two runs have in common, and what is shown for itself. */
function settingsOf({facts}: RunRecord): Record<string, unknown> {
  const {run, pid, started, snapshot, trials, flags, rule, ...settings} = facts;
  const all = Object.entries(settings).flatMap(([name, value]) => flat(name, value));
  return Object.fromEntries(all.filter(([name]) => name !== 'search.trials'));
}

/** Such as `versions.adl` for one of several things that are kept together. */
function flat(name: string, value: unknown): [string, unknown][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [[name, value]];
  return Object.entries(value).flatMap(([inner, one]) => flat(`${name}.${inner}`, one));
}

function differing(all: readonly Readonly<Record<string, unknown>>[]): {name: string; values: Json[]}[] {
  const names = [...new Set(all.flatMap(Object.keys))];
  return names
    .map((name) => ({name, values: all.map((one) => (one[name] ?? null) as Json)}))
    .filter(({values}) => new Set(values.map(canonicalJson)).size > 1);
}

function scoresOf(runs: readonly RunSummary[], split: ScoreRow['split'], comparable: boolean): ScoreRow[] {
  const names = [...new Set(runs.flatMap(({best}) => Object.keys(best?.[split] ?? {})))];
  const first = names.filter((name) => runs.some(({metric}) => metric === name));
  const others = names.filter((name) => !first.includes(name));
  return [...first, ...others].map((metric) => {
    const values = runs.map(({best}) => best?.[split]?.[metric] ?? null);
    const direction = metrics[metric]?.direction ?? 'maximize';
    return {split, metric, direction, values, best: comparable ? bestOf(values, direction) : []};
  });
}

function bestOf(values: readonly (number | null)[], direction: Metric['direction']): number[] {
  const known = values.filter((value): value is number => typeof value === 'number');
  const best = direction === 'maximize' ? Math.max(...known) : Math.min(...known);
  const places = values.flatMap((value, at) => (value === best ? [at] : []));
  return places.length < values.length && known.length > 1 ? places : [];
}
