import {floats, int64s, tensor} from '../base/tensor.js';
import type {Builder, Value} from '../graph/ops/op.js';
import {type Representation, representationOf} from './representation.js';
import {scalers} from './scalers/registry.js';
import {rowOf} from './standardized.js';
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
  statistics?: NumericStatistics | undefined;
  /** Left out: the mean for missing values, an indicator where there are any, and the `standard` scaler. */
  representation?: Representation | undefined;
}

/** Encoded rows: numbers [B, k] with NaN for missing, codes [B, m]. Left out where there are none. */
export interface EncodedRows {
  numeric?: Value;
  codes?: Value;
}

/** What models take: no value is missing, and each column's codes have a range of their own. */
export interface View {
  /** [B, what the scalers make of k columns + indicators] */
  numeric?: Value;
  /** [B, m], each in 0 … (sum of the sizes) − 1 */
  categorical?: Value;
}

/** The widths of a view: what a family needs to know of the data to choose its layers. */
export interface ViewShape {
  numeric: number;
  categorical: {columns: number; size: number};
}

export function viewShape(columns: readonly ViewedColumn[]): ViewShape {
  const {numbers, sizes} = parts(columns);
  const widths = numbers.map(({scale, fitted}) => scalers[scale]!.width(fitted));
  const indicators = numbers.filter(({indicator}) => indicator).length;
  return {
    numeric: sum(widths) + indicators,
    categorical: {columns: sizes.length, size: sum(sizes)},
  };
}

/**
 * Stage 2, in front of every model, in training and in the exported file alike: missing numbers are filled and
 * set an indicator, numbers are scaled, codes are moved to ranges that do not overlap. Numbers come scaler by scaler, and
 * the indicators last.
 */
export function view(builder: Builder, rows: EncodedRows, columns: readonly ViewedColumn[]): View {
  const {numbers, sizes} = parts(columns);
  return {
    ...(rows.numeric && {numeric: represent(builder, rows.numeric, numbers)}),
    ...(rows.codes && {categorical: offset(builder, rows.codes, sizes)}),
  };
}

function parts(columns: readonly ViewedColumn[]): {numbers: Representation[]; sizes: number[]} {
  return {
    numbers: columns.flatMap(({statistics, representation}) =>
      statistics ? [representation ?? representationOf(statistics)] : [],
    ),
    sizes: columns.flatMap(({encoding}) => (encoding.kind === 'code' ? [encoding.size] : [])),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function represent(builder: Builder, numeric: Value, columns: readonly Representation[]): Value {
  const fills = rowOf(
    builder,
    columns.map(({fill}) => fill),
  );
  const missing = builder.emit('IsNaN', [numeric]);
  const filled = builder.emit('Where', [missing, fills, numeric]);
  const areMeans = columns.every(({fitted, fill}) => fitted.mean === fill);
  const scaled = scale(builder, filled, columns, areMeans ? fills : undefined);
  const indicated = columns.flatMap(({indicator}, at) => (indicator ? [at] : []));
  const all =
    indicated.length === 0 ? scaled : [...scaled, indicators(builder, missing, indicated, columns.length)];
  return all.length === 1 ? all[0]! : builder.emit('Concat', all, {axis: 1});
}

/** The columns of each scaler together; `means` is what stood for missing values, where it was every column's mean. */
function scale(
  builder: Builder,
  filled: Value,
  columns: readonly Representation[],
  means: Value | undefined,
): Value[] {
  const names = [...new Set(columns.map((column) => column.scale))].sort();
  return names.map((name) => {
    const places = columns.flatMap((column, at) => (column.scale === name ? [at] : []));
    const fitted = places.map((at) => columns[at]!.fitted);
    const build = scalers[name]!.build;
    if (names.length === 1) return build({builder, values: filled, fitted, means});
    const picked = builder.constant(int64s([places.length], places));
    return build({builder, values: builder.emit('Gather', [filled, picked], {axis: 1}), fitted});
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
