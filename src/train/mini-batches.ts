import {size, type Tensor, tensor} from '../base/tensor.js';
import type {Tensors} from '../engines/engine.js';
import type {Task} from '../models/model.js';
import type {Scratch} from './scratch.js';
import type {ViewedRows} from './viewed-rows.js';

export interface BatchOrder {
  /** The rows of the whole pass. */
  order: Uint32Array;
  /** The first row of these batches in `order`. */
  from: number;
  batches: number;
  batchSize: number;
}

/**
 * Some mini-batches side by side, as the feeds of a unit: `numeric` [S, B, k], `categorical` [S, B, m], `target` [S, B]
 * and `row-weight` [S, B]. Where rows run out, the last batch is filled up with rows of weight zero.
 * @param scratch holds what is returned, until it is asked again
 */
export function miniBatches(shard: ViewedRows, task: Task, batches: BatchOrder, scratch: Scratch): Tensors {
  const {widths} = shard;
  const shape = [batches.batches, batches.batchSize];
  const places = batches.batches * batches.batchSize;
  const rows = batches.order.subarray(batches.from, batches.from + places);
  const weights = scratch.floats('row-weight', places).fill(1, 0, rows.length).fill(0, rows.length);
  const feeds: Record<string, Tensor> = {
    target: targets(shard, task, rows, shape, scratch),
    'row-weight': tensor('float', shape, weights),
  };
  if (widths.numeric > 0) {
    const numeric = scratch.floats('numeric', places * widths.numeric);
    copyRows(shard.numeric, rows, numeric, widths.numeric);
    feeds.numeric = tensor('float', [...shape, widths.numeric], numeric);
  }
  if (widths.codes > 0) {
    const codes = scratch.integers('categorical', places * widths.codes);
    copyRows(shard.codes, rows, codes, widths.codes);
    feeds.categorical = tensor('int32', [...shape, widths.codes], codes);
  }
  return feeds;
}

/** Class codes as they are; numbers standardized, since the model is trained in that unit. */
function targets(
  {target}: ViewedRows,
  task: Task,
  rows: Uint32Array,
  shape: number[],
  scratch: Scratch,
): Tensor {
  const places = size(shape);
  if (task.kind === 'classification') {
    const codes = scratch.integers('target', places).fill(0, rows.length);
    for (let i = 0; i < rows.length; i += 1) codes[i] = target[rows[i]!]!;
    return tensor('int32', shape, codes);
  }
  const scaled = scratch.floats('target', places).fill(0, rows.length);
  for (let i = 0; i < rows.length; i += 1) scaled[i] = (target[rows[i]!]! - task.mean) / task.scale;
  return tensor('float', shape, scaled);
}

/** A plain loop: this is done for every row of every pass. The places beyond the rows become zero. */
function copyRows(
  from: Float32Array | Int32Array,
  rows: Uint32Array,
  to: Float32Array | Int32Array,
  width: number,
): void {
  let place = 0;
  for (let i = 0; i < rows.length; i += 1) {
    const start = rows[i]! * width;
    for (let column = 0; column < width; column += 1) {
      to[place] = from[start + column]!;
      place += 1;
    }
  }
  to.fill(0, place);
}
