import type {Tensor} from '@tensorflow/tfjs-core';
import {broadcast, normalizeAxis} from '../../graph/shape.js';
import {select, spread} from './broadcast.js';
import {deviceTypes, type NumberType} from './convert.js';
import type {Call, Kernels, Library} from './kernel.js';

/** Ops that move values without changing them, and Cast. */
export const layout: Kernels = {
  // WebAssembly's own conversion cuts numbers below 1 off before it asks whether they are 0.
  Cast: ({tf, inputs: [x], attributes: {to}}) => [
    to === 'bool' ? tf.notEqual(x!, tf.scalar(0, x!.dtype)) : tf.cast(x!, deviceTypes[to as NumberType]),
  ],
  Concat: ({tf, inputs, attributes: {axis}}) => [tf.concat([...inputs], axis as number)],
  Expand: {
    numbers: [1],
    compute: ({tf, inputs: [x], numbers: [shape]}) => [
      spread(tf, x!, broadcast(x!.shape, shape!) as number[]),
    ],
  },
  Gather: ({tf, inputs: [data, indices], attributes: {axis = 0}}) => [
    tf.gather(data!, fromFront(tf, indices!, data!.shape.at(axis as number)!), axis as number),
  ],
  Identity: ({tf, inputs: [x]}) => [tf.clone(x!)],
  Reshape: {
    numbers: [1],
    compute: ({tf, inputs: [x], numbers: [to]}) => [
      tf.reshape(
        x!,
        to!.map((length, axis) => (length === 0 ? x!.shape[axis]! : length)),
      ),
    ],
  },
  ScatterElements: scatterElements,
  ScatterND: ({tf, inputs: [data, indices, updates]}) => [
    tf.add(data!, tf.scatterND(indices!, updates!, data!.shape)),
  ],
  Slice: {numbers: [1, 2, 3], compute: slice},
  Split: {
    numbers: [1],
    compute: ({tf, inputs: [x], numbers: [lengths], attributes: {axis}}) =>
      tf.split(x!, [...lengths!], axis as number),
  },
  Transpose: ({tf, inputs: [x], attributes: {perm}}) => [tf.transpose(x!, [...(perm as number[])])],
};

/** ONNX lets indices count from the end. */
function fromFront(tf: Library, indices: Tensor, length: number): Tensor {
  const negative = tf.less(indices, tf.scalar(0, 'int32'));
  return select(tf, negative, tf.add(indices, tf.scalar(length, 'int32')), indices);
}

/** Adds every update where its index says; equal places add up. */
function scatterElements({tf, inputs: [data, indices, updates], attributes}: Call): Tensor[] {
  const {axis, reduction} = attributes;
  if (reduction !== 'add') throw new Error(`ScatterElements with the reduction ${reduction} has no kernel.`);
  const places = flatPlaces(tf, data!.shape, indices!, normalizeAxis((axis as number) ?? 0, data!.rank));
  const summed = tf.scatterND(tf.reshape(places, [-1, 1]), tf.reshape(updates!, [-1]), [data!.size]);
  return [tf.add(data!, tf.reshape(summed, data!.shape))];
}

/** For each index along an axis, the place in row-major data that it names. */
function flatPlaces(tf: Library, shape: readonly number[], indices: Tensor, axis: number): Tensor {
  const step = (at: number) => shape.slice(at + 1).reduce((product, length) => product * length, 1);
  const whole = (value: number) => tf.scalar(value, 'int32');
  return indices.shape.reduce(
    (places, length, at) => {
      if (at === axis || length === 1) return places;
      const along = tf.mul(tf.range(0, length, 1, 'int32'), whole(step(at)));
      return tf.add(places, tf.reshape(along, [length, ...indices.shape.slice(at + 1).fill(1)]));
    },
    tf.mul(fromFront(tf, indices, shape[axis]!), whole(step(axis))) as Tensor,
  );
}

function slice({tf, inputs: [x], numbers: [starts, ends, axes]}: Call): Tensor[] {
  const shape = x!.shape;
  const begin = shape.map(() => 0);
  const lengths = [...shape];
  axes!.forEach((axis, i) => {
    const at = normalizeAxis(axis, shape.length);
    const within = (place: number) =>
      Math.min(Math.max(place < 0 ? place + shape[at]! : place, 0), shape[at]!);
    begin[at] = within(starts![i]!);
    lengths[at] = Math.max(within(ends![i]!) - begin[at]!, 0);
  });
  return [tf.slice(x!, begin, lengths)];
}
