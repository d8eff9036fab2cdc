import type {Tensor} from '@tensorflow/tfjs-core';
import {size} from '../../base/tensor.js';
import {broadcast} from '../../graph/shape.js';
import {spread} from './broadcast.js';
import type {Call, Kernel, Kernels, Library} from './kernel.js';

/** Ops that sum, or otherwise fold, along an axis. */
export const contraction: Kernels = {
  ArgMax: ({tf, inputs: [x], attributes: {axis, keepdims}}) => {
    const found = tf.argMax(x!, axis as number);
    return [keepdims === 0 ? found : tf.expandDims(found, axis as number)];
  },
  LogSoftmax: ({tf, inputs: [x]}) => [tf.logSoftmax(x!)],
  MatMul: ({tf, inputs: [a, b]}) => [matMul(tf, a!, b!)],
  ReduceMax: reduction(({tf}, x, axes, keep) => tf.max(x, axes, keep)),
  ReduceMean: reduction(({tf}, x, axes, keep) => tf.mean(x, axes, keep)),
  ReduceSum: reduction(({tf}, x, axes, keep) => tf.sum(x, axes, keep)),
  Softmax: ({tf, inputs: [x]}) => [tf.softmax(x!)],
};

function reduction(fold: (call: Call, x: Tensor, axes: number[], keep: boolean) => Tensor): Kernel {
  return {
    numbers: [1],
    compute: (call) => [fold(call, call.inputs[0]!, [...call.numbers[0]!], call.attributes.keepdims !== 0)],
  };
}

/**
 * The library's product repeats the matrices of one side only as a whole, so the leading axes become one axis, which
 * is equally long on both sides or 1 on one.
 */
function matMul(tf: Library, a: Tensor, b: Tensor): Tensor {
  const [m, k, n] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  const [left, right] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const lead = broadcast(left, right) as number[];
  // One matrix on the right: all rows of the left at once.
  if (size(right) === 1)
    return tf.reshape(tf.matMul(tf.reshape(a, [-1, k]), tf.reshape(b, [k, n])), [...lead, m, n]);
  const matrices = (x: Tensor, own: readonly number[], rows: number, columns: number) => {
    const whole = size(own) === size(lead) || size(own) === 1;
    return tf.reshape(whole ? x : spread(tf, x, [...lead, rows, columns]), [-1, rows, columns]);
  };
  const product = tf.matMul(matrices(a, left, m, k), matrices(b, right, k, n));
  return tf.reshape(product, [...lead, m, n]);
}
