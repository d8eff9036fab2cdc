import {floats, int64s, tensor} from '../../base/tensor.js';
import {known} from '../shape.js';
import type {Op} from './op.js';

const table = floats([3, 2], [1, 2, 3, 4, 5, 6]);
const rows = tensor('int32', [4], Int32Array.of(2, 0, 2, 1));

/** Rows of a table, axis 0: data [r, ...d], indices [...i] → [...i, ...d]. */
export const gather: Op = {
  attributes: {axis: 'int'},
  infer: ({inputs: [data, indices], attributes}) => {
    if ((attributes.axis ?? 0) !== 0) throw new Error('Gather is only used along axis 0 here.');
    return [{type: data!.type, shape: [...indices!.shape, ...data!.shape.slice(1)]}];
  },
  // The rows of the upstream gradient, added where they came from. ScatterElements and not ScatterND, whose sums
  // are wrong in onnxruntime 1.30 with more than one thread and repeated rows.
  gradient: ({builder, inputs: [data, indices], upstream: [upstream]}) => {
    const [, ...rest] = known(data!.shape);
    const picked = known(indices!.shape).reduce((product, length) => product * length, 1);
    const width = rest.reduce((product, length) => product * length, 1);
    const column = builder.emit('Reshape', [indices!, builder.integers([picked, 1])]);
    const places = builder.emit('Expand', [column, builder.integers([picked, width])]);
    const updates = builder.emit('Reshape', [upstream!, builder.integers([picked, width])]);
    const flat = [known(data!.shape)[0]!, width];
    const zero = builder.constant(floats(flat, new Float32Array(flat[0]! * width)));
    const summed = builder.emit('ScatterElements', [zero, places, updates], {axis: 0, reduction: 'add'});
    return [builder.emit('Reshape', [summed, builder.integers(known(data!.shape))]), undefined];
  },
  example: {inputs: [table, rows], attributes: {axis: 0}},
};

/** Adds updates [u, w] to the rows of data [r, w] that indices [u, w] name; repeated rows add up. */
export const scatterElements: Op = {
  attributes: {axis: 'int', reduction: 'string'},
  infer: ({inputs: [data]}) => [{type: data!.type, shape: data!.shape}],
  example: {
    inputs: [table, int64s([3, 2], [0, 0, 2, 2, 0, 1]), floats([3, 2], [1, 1, 10, 10, 100, 100])],
    attributes: {axis: 0, reduction: 'add'},
  },
};
