import type {Database} from '../../data/database.js';
import type {Metric} from '../../train/metrics/metric.js';
import {metrics} from '../../train/metrics/registry.js';
import {fewerRows, type QuickSplit, quickScores, quickSplits} from '../../train/quick-model.js';
import type {SourceColumn} from '../source-columns.js';
import {advisedRows, asTaken} from './advised-rows.js';
import {type EncodedColumn, encodeColumn, joinColumns} from './encoded-column.js';

const [folds, repeats, seed] = [5, 2, 0];
/** Of a split, test rows over training rows. */
export const testShare = 1 / (folds - 1);

/** A quick model of things as they are: what else is tried is compared with it, fold by fold. */
export interface QuickLook {
  /** By the name of the column. */
  columns: ReadonlyMap<string, EncodedColumn>;
  target: Float64Array;
  classes: number;
  metric: {name: string; compute: Metric['compute']};
  splits: readonly QuickSplit[];
  /** The metric on each split. */
  scores: readonly number[];
}

export async function quickLook(
  database: Database,
  features: readonly SourceColumn[],
  {target, classes}: Pick<QuickLook, 'target' | 'classes'>,
): Promise<QuickLook> {
  const columns = new Map<string, EncodedColumn>();
  for (const {profile, type} of features)
    columns.set(profile.name, await encodeColumn(database, advisedRows, asTaken(profile), type));
  const name = metricFor(classes);
  const look = {
    ...{columns, target, classes, metric: {name, compute: metrics[name]!.compute}},
    splits: quickSplits({target, classes}, {folds, repeats, seed}),
  };
  return {...look, scores: scoresOf(look, columns, look.splits)};
}

/** Larger is better in each. */
function metricFor(classes: number): string {
  if (classes === 1) return 'r2';
  return classes === 2 ? 'roc-auc' : 'accuracy';
}

/** What is gained on each split when a column is another, or is gone. */
export function gainOf(
  look: QuickLook,
  name: string,
  column: EncodedColumn | undefined,
  factor: number,
): number[] {
  const columns = new Map(look.columns);
  if (column) columns.set(name, column);
  else columns.delete(name);
  const scores = scoresOf(look, columns, look.splits);
  return scores.map((score, at) => factor * (score - look.scores[at]!));
}

/**
 * What twice as many rows would gain on each split: what the last doubling gained, times by how much that was less than the one before it,
 * as learning curves fall off by a power (Cortes et al. 1993).
 */
export function gainOfRows(look: QuickLook): number[] {
  const [half, quarter] = [2, 4].map((every) =>
    scoresOf(
      look,
      look.columns,
      look.splits.map((split) => fewerRows(split, every, seed)),
    ),
  ) as [number[], number[]];
  const last = look.scores.map((score, at) => score - half[at]!);
  const before = half.map((score, at) => score - quarter[at]!);
  const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
  const fall = sum(before) > 0 ? Math.min(1, Math.max(0, sum(last) / sum(before))) : 1;
  return last.map((gain) => fall * gain);
}

function scoresOf(
  {target, classes, metric}: Pick<QuickLook, 'target' | 'classes' | 'metric'>,
  columns: ReadonlyMap<string, EncodedColumn>,
  splits: readonly QuickSplit[],
): number[] {
  const joined = joinColumns(target.length, [...columns.values()]);
  return quickScores({...joined, target, classes}, splits, metric.compute, seed);
}
