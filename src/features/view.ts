import {floats, tensor} from '../base/tensor.js';
import type {Builder, Value} from '../graph/ops/op.js';
import type {EncodedColumn} from './types/feature-type.js';

/** What is fitted, on the training rows, for an encoded column of numbers. */
export interface NumericStatistics {
  /** Of the values that are not missing; 0 where all are. */
  mean: number;
  /** Standard deviation, population form; 1 for a constant column. */
  scale: number;
  median: number;
  /** Share of missing values. Above 0 a missing indicator is added. */
  missing: number;
}

export interface ViewedColumn extends EncodedColumn {
  statistics?: NumericStatistics;
}

/** Encoded rows: numbers [B, k] with NaN for missing, codes [B, m]. Left out where there are none. */
export interface EncodedRows {
  numeric?: Value;
  codes?: Value;
}

/** What models take: no value is missing, and each column's codes have a range of their own. */
export interface View {
  /** [B, k + indicators] */
  numeric?: Value;
  /** [B, m], each in 0 … (sum of the sizes) − 1 */
  categorical?: Value;
}

/** The widths of a view: what a family needs to know of the data to choose its layers. */
export interface ViewShape {
  numeric: number;
  categorical: {columns: number; size: number};
}

/** Standardized values are cut off here, so that an outlier at serving time cannot swamp the other columns. */
const limit = 10;

export function viewShape(columns: readonly ViewedColumn[]): ViewShape {
  const {statistics, sizes} = parts(columns);
  const indicators = statistics.filter(({missing}) => missing > 0).length;
  const size = sizes.reduce((sum, length) => sum + length, 0);
  return {numeric: statistics.length + indicators, categorical: {columns: sizes.length, size}};
}

/**
 * Stage 2, in front of every model, in training and in the exported file alike: missing numbers become the mean and
 * set an indicator, numbers are standardized, codes are moved to ranges that do not overlap.
 */
export function view(builder: Builder, rows: EncodedRows, columns: readonly ViewedColumn[]): View {
  const {statistics, sizes} = parts(columns);
  return {
    ...(rows.numeric && {numeric: standardize(builder, rows.numeric, statistics)}),
    ...(rows.codes && {categorical: offset(builder, rows.codes, sizes)}),
  };
}

function parts(columns: readonly ViewedColumn[]): {statistics: NumericStatistics[]; sizes: number[]} {
  return {
    statistics: columns.flatMap(({statistics}) => statistics ?? []),
    sizes: columns.flatMap(({encoding}) => (encoding.kind === 'code' ? [encoding.size] : [])),
  };
}

function standardize(builder: Builder, numeric: Value, statistics: readonly NumericStatistics[]): Value {
  const row = (pick: (column: NumericStatistics) => number) =>
    builder.constant(floats([1, statistics.length], statistics.map(pick)));
  const mean = row((column) => column.mean);
  const missing = builder.emit('IsNaN', [numeric]);
  const filled = builder.emit('Where', [missing, mean, numeric]);
  const centred = builder.emit('Sub', [filled, mean]);
  const scaled = builder.emit('Div', [centred, row((column) => column.scale)]);
  const below = builder.emit('Min', [scaled, builder.scalar(limit)]);
  const clipped = builder.emit('Max', [below, builder.scalar(-limit)]);
  const indicated = statistics.flatMap((column, at) => (column.missing > 0 ? [at] : []));
  if (indicated.length === 0) return clipped;
  return builder.emit('Concat', [clipped, indicators(builder, missing, indicated, statistics.length)], {
    axis: 1,
  });
}

/** The columns of `missing` that can be missing, as 0 and 1: a product with a matrix that picks them. */
function indicators(builder: Builder, missing: Value, indicated: readonly number[], width: number): Value {
  const picks = new Float32Array(width * indicated.length);
  indicated.forEach((from, to) => {
    picks[from * indicated.length + to] = 1;
  });
  const flags = builder.emit('Cast', [missing], {to: 'float'});
  return builder.emit('MatMul', [flags, builder.constant(floats([width, indicated.length], picks))]);
}

function offset(builder: Builder, codes: Value, sizes: readonly number[]): Value {
  const starts = sizes.map((_, at) => sizes.slice(0, at).reduce((sum, size) => sum + size, 0));
  const offsets = tensor('int32', [1, sizes.length], Int32Array.from(starts));
  return builder.emit('Add', [codes, builder.constant(offsets)]);
}
