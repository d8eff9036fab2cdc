import {floats, size} from '../base/tensor.js';
import type {Builder, Value} from './ops/op.js';
import {known, sameShape} from './shape.js';

/** The gradient by a value that was broadcast: the sum over the axes along which it was repeated. */
export function unbroadcast(builder: Builder, upstream: Value, to: Value): Value {
  if (sameShape(upstream.shape, to.shape)) return upstream;
  const lead = upstream.shape.length - to.shape.length;
  const repeated = upstream.shape.flatMap((length, axis) =>
    axis < lead || (to.shape[axis - lead] === 1 && length !== 1) ? [axis] : [],
  );
  const summed = isManyRows(upstream, repeated)
    ? sumOfRows(builder, upstream)
    : builder.emit('ReduceSum', [upstream, builder.integers(repeated)], {keepdims: 1});
  if (lead === 0) return summed;
  return builder.emit('Reshape', [summed, builder.integers(to.shape as number[])]);
}

/** From so many elements on a product with ones is faster than ReduceSum, which adds row by row: 10 times for [1, 512, 256]. */
const manyElements = 8192;

/** Whether it is [… , rows, n], summed over the rows alone. */
function isManyRows({type, shape}: Value, axes: readonly number[]): boolean {
  if (type !== 'float' || axes.length !== 1 || axes[0] !== shape.length - 2) return false;
  return shape.every((length) => typeof length === 'number') && size(shape as number[]) >= manyElements;
}

/** [… , rows, n] → [… , 1, n] */
function sumOfRows(builder: Builder, value: Value): Value {
  const rows = known(value.shape).at(-2)!;
  const ones = builder.constant(floats([1, rows], new Float32Array(rows).fill(1)));
  return builder.emit('MatMul', [ones, value]);
}
