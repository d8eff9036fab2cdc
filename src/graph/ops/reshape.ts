import {floats, int64s, type Tensor} from '../../base/tensor.js';
import {alignLane, lanedShape, repeatLanes, sameLanes, shiftAxes, shiftAxis} from '../lane-axis.js';
import {onlyNumber} from '../only-number.js';
import {broadcast, count, known, normalizeAxis, sameShape} from '../shape.js';
import {unbroadcast} from '../unbroadcast.js';
import type {Dimension, Op, Shape, Value} from './op.js';

const table = floats([2, 3], [1, -2, 0.5, 3, 0.25, -1]);

export const identity: Op = {
  infer: ({inputs: [x]}) => [{type: x!.type, shape: x!.shape}],
  gradient: ({upstream: [upstream]}) => [upstream],
  lane: sameLanes('Identity'),
  example: {inputs: [table]},
};

/** The second input is the new shape; a 0 keeps a length and one −1 is worked out. */
export const reshape: Op = {
  infer: ({inputs: [x], constants}) => [{type: x!.type, shape: reshaped(x!.shape, numbers(constants[1]))}],
  gradient: ({builder, inputs: [x], upstream: [upstream]}) => [
    builder.emit('Reshape', [upstream!, builder.integers(known(x!.shape))]),
    undefined,
  ],
  // Of a constant a constant; to the shape it has, nothing; of a reshaped value the value itself.
  fold: ({builder, inputs: [x], constants: [constant], shape: to, origin}) => {
    if (constant) return builder.constant({...constant, shape: known(to)});
    if (sameShape(x!.shape, to)) return x;
    const earlier = origin(x!);
    if (earlier?.op !== 'Reshape') return undefined;
    const [unshaped] = earlier.inputs as [Value];
    if (sameShape(unshaped.shape, to)) return unshaped;
    // Its own shape may say 0, for a length of what it was given.
    return isKnown(to) ? builder.emit('Reshape', [unshaped, builder.integers(known(to))]) : undefined;
  },
  lane: (call) => [call.builder.emit('Reshape', [call.inputs[0]!, lanedShape(call, 1)])],
  example: {inputs: [table, int64s([2], [3, -1])]},
};

export const transpose: Op = {
  attributes: {perm: 'ints'},
  infer: ({inputs: [x], attributes}) => [
    {type: x!.type, shape: (attributes.perm as number[]).map((axis) => x!.shape[axis]!)},
  ],
  gradient: ({builder, attributes, upstream: [upstream]}) => {
    const order = attributes.perm as number[];
    return [builder.emit('Transpose', [upstream!], {perm: order.map((_, axis) => order.indexOf(axis))})];
  },
  lane: ({builder, inputs, attributes}) => {
    const order = (attributes.perm as number[]).map((axis) => axis + 1);
    return [builder.emit('Transpose', inputs, {perm: [0, ...order]})];
  },
  example: {inputs: [table], attributes: {perm: [1, 0]}},
};

export const concat: Op = {
  attributes: {axis: 'int'},
  infer: ({inputs, attributes}) => {
    const shape = inputs[0]!.shape;
    const axis = normalizeAxis(attributes.axis as number, shape.length);
    const total = known(inputs.map((input) => input.shape[axis]!)).reduce((sum, length) => sum + length, 0);
    return [{type: inputs[0]!.type, shape: shape.map((length, at) => (at === axis ? total : length))}];
  },
  gradient: ({builder, inputs, attributes, upstream: [upstream]}) => {
    const axis = normalizeAxis(attributes.axis as number, inputs[0]!.shape.length);
    const lengths = known(inputs.map((input) => input.shape[axis]!));
    return builder.emitAll('Split', [upstream!, builder.integers(lengths)], {axis});
  },
  lane: (call) => {
    const inputs = repeatLanes(call);
    return [call.builder.emit('Concat', inputs, shiftAxis(call.attributes, inputs[0]!.shape.length))];
  },
  example: {inputs: [table, floats([2, 1], [7, 8])], attributes: {axis: 1}},
};

/** Cuts one axis into pieces whose lengths are the second input. */
export const split: Op = {
  attributes: {axis: 'int'},
  infer: ({inputs: [x], constants, attributes}) => {
    const axis = normalizeAxis(attributes.axis as number, x!.shape.length);
    return numbers(constants[1]).map((length) => ({
      type: x!.type,
      shape: x!.shape.map((whole, at) => (at === axis ? length : whole)),
    }));
  },
  gradient: ({builder, outputs, attributes, upstream}) => {
    const pieces = upstream.map(
      (piece, at) => piece ?? builder.constant(floats(known(outputs[at]!.shape), zeros(outputs[at]!.shape))),
    );
    return [builder.emit('Concat', pieces, {axis: attributes.axis!}), undefined];
  },
  lane: ({builder, inputs, attributes}) =>
    builder.emitAll('Split', inputs, shiftAxis(attributes, inputs[0]!.shape.length)),
  example: {inputs: [table, int64s([2], [1, 2])], attributes: {axis: 1}},
};

/** Inputs: data, starts, ends, axes; steps are 1. */
export const slice: Op = {
  infer: ({inputs: [x], constants}) => {
    const [starts, ends, axes] = [numbers(constants[1]), numbers(constants[2]), numbers(constants[3])];
    const shape = x!.shape.map((length, axis): Dimension => {
      const at = axes.indexOf(axis);
      return at < 0 ? length : Math.min(ends[at]!, known([length])[0]!) - starts[at]!;
    });
    return [{type: x!.type, shape}];
  },
  lane: (call) => {
    const [x, starts, ends] = call.inputs as [Value, Value, Value];
    return [call.builder.emit('Slice', [x, starts, ends, shiftAxes(call, 3, x.shape.length)])];
  },
  example: {inputs: [table, int64s([1], [1]), int64s([1], [3]), int64s([1], [1])]},
};

/** Repeats along axes of length 1, to the shape in the second input. */
export const expand: Op = {
  infer: ({inputs: [x], constants}) => [{type: x!.type, shape: broadcast(x!.shape, numbers(constants[1]))}],
  gradient: ({builder, inputs: [x], upstream: [upstream]}) => [
    unbroadcast(builder, upstream!, x!),
    undefined,
  ],
  fold: ({builder, inputs: [x], constants: [constant], shape}) => {
    if (sameShape(x!.shape, shape)) return x;
    const isFew = isKnown(shape) && count(shape)! <= mostFolded;
    const number = constant && isFew ? onlyNumber(constant) : undefined;
    return number === undefined ? undefined : builder.constant(filled(known(shape), number));
  },
  lane: (call) => {
    const shape = numbers(call.constants[1]);
    const rank = Math.max(shape.length, call.inputs[0]!.shape.length - 1);
    const x = alignLane(call.builder, call.inputs[0]!, rank);
    const padded = [...Array<number>(rank - shape.length).fill(1), ...shape];
    return [call.builder.emit('Expand', [x, call.builder.integers([call.lanes, ...padded])])];
  },
  example: {inputs: [floats([2, 1], [5, 6]), int64s([2], [2, 3])]},
};

/** Numbers of a constant that folding may make: a larger one is made where it is needed. */
const mostFolded = 4096;

function filled(shape: readonly number[], number: number): Tensor<'float'> {
  return floats(shape, new Float32Array(count(shape)!).fill(number));
}

function isKnown(shape: Shape): boolean {
  return shape.every((length) => typeof length === 'number');
}

function numbers(tensor: Tensor | undefined): number[] {
  if (!tensor) throw new Error('A shape, length or axis has to be a constant.');
  return Array.from(tensor.data as BigInt64Array, Number);
}

function zeros(shape: Shape): Float32Array {
  return new Float32Array(count(shape)!);
}

function reshaped(from: Shape, to: readonly number[]): Shape {
  const kept = to.map((length, axis): Dimension => (length === 0 ? from[axis]! : length));
  const free = kept.indexOf(-1);
  if (free < 0) return kept;
  const symbols = (shape: Shape) => shape.filter((length) => typeof length === 'string');
  const constant = (shape: Shape) =>
    count(shape.filter((length) => typeof length === 'number' && length !== -1))!;
  const missing = symbols(from).filter((symbol) => !kept.includes(symbol));
  if (missing.length > 1) throw new Error(`[${from}] cannot be reshaped to [${to}].`);
  const quotient = constant(from) / constant(kept);
  return kept.with(
    free,
    missing[0] === undefined ? quotient : quotient === 1 ? missing[0] : `${missing[0]}*${quotient}`,
  );
}
