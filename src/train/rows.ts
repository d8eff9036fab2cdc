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

/** A run of encoded rows in their own order, as feeds. */
export function sliceRows(all: Rows, widths: Widths, from: number, to: number): Tensors {
  const tensors: Record<string, Tensor> = {};
  const cut = <Data extends Float32Array | Int32Array>(data: Data, width: number) =>
    data.subarray(from * width, to * width) as Data;
  if (widths.numeric > 0)
    tensors.numeric = tensor('float', [to - from, widths.numeric], cut(all.numeric, widths.numeric));
  if (widths.codes > 0)
    tensors.codes = tensor('int32', [to - from, widths.codes], cut(all.codes, widths.codes));
  return tensors;
}
