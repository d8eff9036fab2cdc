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

export interface MiniBatches {
  /** All rows: `numeric` [R, k] and `categorical` [R, m], those that there are. */
  tables: Tensors;
  /** Of each batch `order` [S, B], the rows to take from the tables, `target` [S, B] and `row-weight` [S, B]. */
  taken: Tensors;
}

/**
 * Some mini-batches side by side. Where rows run out, the last batch is filled up with rows of weight zero.
 * @param scratch holds what is returned, until it is asked again
 */
export function miniBatches(
  shard: ViewedRows,
  task: Task,
  {order, from, batches, batchSize}: BatchOrder,
  scratch: Scratch,
): MiniBatches {
  const shape = [batches, batchSize];
  const places = batches * batchSize;
  const rows = order.subarray(from, from + places);
  const picked = scratch.integers('order', places).fill(0, rows.length);
  picked.set(rows);
  const weights = scratch.floats('row-weight', places).fill(1, 0, rows.length).fill(0, rows.length);
  return {
    tables: tablesOf(shard),
    taken: {
      order: tensor('int32', shape, picked),
      target: targets(shard, task, rows, shape, scratch),
      'row-weight': tensor('float', shape, weights),
    },
  };
}

function tablesOf({rows, numeric, codes, widths}: ViewedRows): Tensors {
  return {
    ...(widths.numeric > 0 && {numeric: tensor('float', [rows, widths.numeric], numeric)}),
    ...(widths.codes > 0 && {categorical: tensor('int32', [rows, widths.codes], codes)}),
  };
}

/** The rows of one batch from the tables, for an engine that does not take them itself. */
export function pickRows(tables: Tensors, {shape: [batch], data: order}: Tensor, scratch: Scratch): Tensors {
  const picked = Object.entries(tables).map(([name, {type, shape, data}]) => {
    const [, width] = shape as [number, number];
    const length = batch! * width;
    const to = type === 'float' ? scratch.floats(name, length) : scratch.integers(name, length);
    copyRows(data as Float32Array, order as Int32Array, to, width);
    return [name, tensor(type as 'float', [batch!, width], to as Float32Array)] as const;
  });
  return Object.fromEntries(picked);
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

function copyRows(
  from: Float32Array | Int32Array,
  rows: Int32Array,
  to: Float32Array | Int32Array,
  width: number,
): void {
  for (let i = 0; i < rows.length; i += 1) {
    const start = rows[i]! * width;
    for (let column = 0; column < width; column += 1) to[i * width + column] = from[start + column]!;
  }
}
