import type {Tensor} from '@tensorflow/tfjs-core';
import {size} from '../../base/tensor.js';
import {broadcast} from '../../graph/shape.js';
import type {Library} from './kernel.js';

/** x repeated to a shape that it broadcasts to. */
export function spread(tf: Library, x: Tensor, shape: readonly number[]): Tensor {
  // The library broadcasts a length of 0 with 1 to 1.
  return size(shape) === 0 ? tf.zeros([...shape], x.dtype) : tf.broadcastTo(x, [...shape]);
}

/** condition ? a : b, all three broadcast. */
export function select(tf: Library, condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = broadcast(condition.shape, broadcast(a.shape, b.shape)) as number[];
  if (size(shape) === 0) return tf.zeros(shape, a.dtype);
  if (a.dtype !== 'bool') return tf.where(condition, a, b);
  // WebAssembly's kernel takes four bytes for each of its truth values, and so writes beyond them.
  return tf.logicalOr(tf.logicalAnd(condition, a), tf.logicalAnd(tf.logicalNot(condition), b));
}
