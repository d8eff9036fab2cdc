import {type Tensor, tensor} from '../base/tensor.js';
import type {Rows, Widths} from '../data/batches.js';
import type {Tensors} from '../engines/engine.js';
import type {FeatureColumn} from '../models/model.js';

/** The widths of the encoded rows of these columns. */
export function rowWidths(columns: readonly FeatureColumn[]): Widths {
  const kinds = columns.flatMap(({encoded}) => encoded.map(({encoding}) => encoding.kind));
  const numeric = kinds.filter((kind) => kind === 'numeric').length;
  return {numeric, codes: kinds.length - numeric};
}

/** Some rows as feeds: those at `order[from … from + count − 1]`, filled up to `length` with zeros. */
export function pickRows(
  all: Rows,
  widths: Widths,
  {order, from, count, length}: {order: Uint32Array; from: number; count: number; length: number},
): Tensors {
  const numeric = new Float32Array(length * widths.numeric);
  const codes = new Int32Array(length * widths.codes);
  for (let i = 0; i < count; i += 1) {
    const row = order[from + i]!;
    copyRow(all.numeric, row, numeric, i, widths.numeric);
    copyRow(all.codes, row, codes, i, widths.codes);
  }
  return feeds(numeric, codes, widths, length);
}

/** A run of rows in their own order, as feeds. */
export function sliceRows(all: Rows, widths: Widths, from: number, to: number): Tensors {
  const numeric = all.numeric.subarray(from * widths.numeric, to * widths.numeric);
  const codes = all.codes.subarray(from * widths.codes, to * widths.codes);
  return feeds(numeric, codes, widths, to - from);
}

function feeds(numeric: Float32Array, codes: Int32Array, widths: Widths, rows: number): Tensors {
  const tensors: Record<string, Tensor> = {};
  if (widths.numeric > 0) tensors.numeric = tensor('float', [rows, widths.numeric], numeric);
  if (widths.codes > 0) tensors.codes = tensor('int32', [rows, widths.codes], codes);
  return tensors;
}

function copyRow<Data extends Float32Array | Int32Array>(
  from: Data,
  row: number,
  to: Data,
  at: number,
  width: number,
) {
  for (let column = 0; column < width; column += 1) to[at * width + column] = from[row * width + column]!;
}
