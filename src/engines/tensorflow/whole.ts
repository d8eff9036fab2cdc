import type {Tensor} from '@tensorflow/tfjs-core';
import type {Library} from './kernel.js';

/*
 * Arithmetic of whole numbers that is exact to 32 bits on every backend. Some kernels of the library compute it in
 * float32, which holds 24.
 */

export function wholeNegative(tf: Library, x: Tensor): Tensor {
  return tf.sub(tf.scalar(0, 'int32'), x);
}

export function wholeMagnitude(tf: Library, x: Tensor): Tensor {
  return tf.maximum(x, wholeNegative(tf, x));
}

/** a / b, rounded toward zero. */
export function wholeQuotient(tf: Library, a: Tensor, b: Tensor): Tensor {
  const rest = tf.mod(a, b);
  const multiple = tf.sub(a, rest);
  const near = tf.floorDiv(multiple, b);
  // What is missing is a few times b, so that the quotient in float32 rounds to it.
  const missing = tf.sub(multiple, tf.mul(near, b));
  const few = tf.round(tf.div(tf.cast(missing, 'float32'), tf.cast(b, 'float32')));
  const below = tf.add(near, tf.cast(few, 'int32'));
  const zero = tf.scalar(0, 'int32');
  const rounded = tf.logicalAnd(tf.less(below, zero), tf.notEqual(rest, zero));
  return tf.add(below, tf.cast(rounded, 'int32'));
}
