import {type Tensor, tensor} from '../base/tensor.js';
import type {Tensors} from '../engines/engine.js';
import type {Task} from '../models/model.js';
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
 */
export function miniBatches(shard: ViewedRows, task: Task, batches: BatchOrder): Tensors {
  const {widths} = shard;
  const shape = [batches.batches, batches.batchSize];
  const places = batches.batches * batches.batchSize;
  const rows = batches.order.subarray(batches.from, batches.from + places);
  const feeds: Record<string, Tensor> = {
    target: targets(shard, task, rows, shape),
    'row-weight': tensor('float', shape, new Float32Array(places).fill(1, 0, rows.length)),
  };
  const pick = <Data extends Float32Array | Int32Array>(from: Data, to: Data, width: number) => {
    rows.forEach((row, i) => {
      copyRow(from, row, to, i, width);
    });
    return to;
  };
  if (widths.numeric > 0) {
    const numeric = pick(shard.numeric, new Float32Array(places * widths.numeric), widths.numeric);
    feeds.numeric = tensor('float', [...shape, widths.numeric], numeric);
  }
  if (widths.codes > 0) {
    const codes = pick(shard.codes, new Int32Array(places * widths.codes), widths.codes);
    feeds.categorical = tensor('int32', [...shape, widths.codes], codes);
  }
  return feeds;
}

/** Class codes as they are; numbers standardized, since the model is trained in that unit. */
function targets({target}: ViewedRows, task: Task, rows: Uint32Array, shape: number[]): Tensor {
  const places = shape.reduce((product, length) => product * length, 1);
  if (task.kind === 'classification') {
    const codes = new Int32Array(places);
    rows.forEach((row, i) => {
      codes[i] = target[row]!;
    });
    return tensor('int32', shape, codes);
  }
  const scaled = new Float32Array(places);
  rows.forEach((row, i) => {
    scaled[i] = (target[row]! - task.mean) / task.scale;
  });
  return tensor('float', shape, scaled);
}

function copyRow<Data extends Float32Array | Int32Array>(
  from: Data,
  row: number,
  to: Data,
  at: number,
  width: number,
): void {
  for (let column = 0; column < width; column += 1) to[at * width + column] = from[row * width + column]!;
}
