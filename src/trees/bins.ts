import {floatsOf, orderedKeys, radixSorted} from '../base/radix-sort.js';
import type {Random} from '../base/random.js';
import type {EncodedTable, TableShape} from './encoded-table.js';
import {quantileThresholds} from './quantile-thresholds.js';

/** Most bins of a column, the one for missing values not counted. */
export const mostBins = 255;

/**
 * A value is in the first bin whose threshold it does not exceed, else in the one behind the last threshold. Missing
 * values have a bin of their own, the very last.
 */
export interface NumericBins {
  kind: 'numeric';
  /** Ascending, at most `mostBins` − 1. */
  thresholds: Float32Array;
  /** Whether any is missing in training. */
  hasMissing: boolean;
}

/** Each of the commonest categories has a bin of its own; the others share the last. */
export interface CategoricalBins {
  kind: 'categorical';
  /** How many bins there are. */
  count: number;
  /** By code. */
  binOf: Uint8Array;
}

export type ColumnBins = NumericBins | CategoricalBins;

/** Rows that thresholds are made from: of more, as many are taken evenly from all of them. */
const sampled = 200_000;

/**
 * Where the columns of a table are cut into bins: numbers at quantiles of their distinct values, so that every bin holds
 * about as many rows.
 * @param most bins of a column, 2 to 255
 */
export function fitBins(table: EncodedTable, shape: TableShape, most: number, random: Random): ColumnBins[] {
  const {rows, numeric, codes} = table;
  const {numeric: width, sizes} = shape;
  const picked = sampleOf(rows, random);
  return [
    ...Array.from({length: width}, (_, column) => numericBins(picked, numeric, {column, width, most})),
    ...sizes.map((size, column) => categoricalBins(codes, {column, width: sizes.length, size, most})),
  ];
}

/** How many bins of a column rows can be in, that of missing numbers included. */
export function binCount(bins: ColumnBins): number {
  return bins.kind === 'numeric' ? missingBin(bins) + 1 : bins.count;
}

export function missingBin({thresholds}: NumericBins): number {
  return thresholds.length + 1;
}

/** Ascending row numbers: one of each of as many equal stretches of the table as there are rows to pick. */
function sampleOf(rows: number, random: Random): Uint32Array {
  const count = Math.min(rows, sampled);
  const step = rows / count;
  return Uint32Array.from({length: count}, (_, at) =>
    count === rows ? at : Math.min(rows - 1, Math.floor((at + random.uniform()) * step)),
  );
}

function numericBins(
  picked: Uint32Array,
  numeric: Float32Array,
  {column, width, most}: {column: number; width: number; most: number},
): NumericBins {
  const values = new Float32Array(picked.length);
  let count = 0;
  for (const row of picked) {
    const value = numeric[row * width + column]!;
    if (!Number.isNaN(value)) values[count++] = value;
  }
  let hasMissing = count < picked.length;
  for (let at = column; at < numeric.length && !hasMissing; at += width)
    hasMissing = Number.isNaN(numeric[at]!);
  return {
    kind: 'numeric',
    thresholds: quantileThresholds(floatsOf(radixSorted(orderedKeys(values.subarray(0, count)))), most),
    hasMissing,
  };
}

function categoricalBins(
  codes: Int32Array,
  {column, width, size, most}: {column: number; width: number; size: number; most: number},
): CategoricalBins {
  const counts = new Float64Array(size);
  for (let at = column; at < codes.length; at += width) counts[codes[at]!]! += 1;
  const byCount = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const count = Math.min(size, most);
  const binOf = new Uint8Array(size).fill(count - 1);
  for (const [bin, code] of byCount.slice(0, size > most ? most - 1 : most).entries()) binOf[code] = bin;
  return {kind: 'categorical', count, binOf};
}
