import {floats, int64s, type Tensor} from '../../base/tensor.js';
import {shiftAxes, shiftAxis} from '../lane-axis.js';
import {known, normalizeAxis} from '../shape.js';
import type {Builder, Call, Dimension, LaneCall, Op, Shape, Signature, Value} from './op.js';

const table = floats([2, 3], [1, -2, 0.5, 3, 0.25, -1]);
const columns = int64s([1], [1]);

/** Sums over the axes of the second input; `keepdims` keeps them with length 1. */
export const reduceSum: Op = {
  attributes: {keepdims: 'int'},
  infer: inferReduction,
  gradient: ({builder, inputs: [x], constants, upstream: [upstream]}) => [
    spread(builder, upstream!, x!, constants[1]!),
  ],
  lane: reduceLanes('ReduceSum'),
  example: {inputs: [table, columns], attributes: {keepdims: 1}},
};

export const reduceMean: Op = {
  attributes: {keepdims: 'int'},
  infer: inferReduction,
  gradient: ({builder, inputs: [x], constants, outputs: [mean], upstream: [upstream]}) => {
    const share = known(mean!.shape).reduce((a, b) => a * b, 1) / known(x!.shape).reduce((a, b) => a * b, 1);
    const spreadOut = spread(builder, upstream!, x!, constants[1]!);
    return [builder.emit('Mul', [spreadOut, builder.scalar(share)])];
  },
  lane: reduceLanes('ReduceMean'),
  example: {inputs: [table, columns], attributes: {keepdims: 0}},
};

/** The largest along axes. It has no gradient here: it only shifts what a softmax exponentiates. */
export const reduceMax: Op = {
  attributes: {keepdims: 'int'},
  infer: inferReduction,
  lane: reduceLanes('ReduceMax'),
  example: {inputs: [table, columns], attributes: {keepdims: 1}},
};

/** The position of the largest along one axis; the first of equals. */
export const argMax: Op = {
  attributes: {axis: 'int', keepdims: 'int'},
  infer: ({inputs: [x], attributes}) => {
    const axis = normalizeAxis(attributes.axis as number, x!.shape.length);
    return [{type: 'int64', shape: reducedShape(x!.shape, [axis], attributes.keepdims !== 0)}];
  },
  lane: ({builder, inputs: [x], attributes}) => [
    builder.emit('ArgMax', [x!], shiftAxis(attributes, x!.shape.length)),
  ],
  example: {inputs: [table], attributes: {axis: 1, keepdims: 0}},
};

function inferReduction({inputs: [x], constants, attributes}: Call): Signature[] {
  const axes = reducedAxes(constants[1], x!.shape.length);
  return [{type: x!.type, shape: reducedShape(x!.shape, axes, attributes.keepdims !== 0)}];
}

function reducedAxes(axes: Tensor | undefined, rank: number): number[] {
  if (!axes) throw new Error('A reduction needs its axes as a constant.');
  return Array.from(axes.data as BigInt64Array, (axis) => normalizeAxis(Number(axis), rank));
}

function reducedShape(shape: Shape, axes: readonly number[], keep: boolean): Dimension[] {
  return shape.flatMap((length, axis) => (axes.includes(axis) ? (keep ? [1] : []) : [length]));
}

/** Repeats a reduced gradient along the axes that were reduced. */
function spread(builder: Builder, upstream: Value, input: Value, axes: Tensor): Value {
  const shape = known(input.shape);
  const kept = reducedShape(shape, reducedAxes(axes, shape.length), true) as number[];
  const column = builder.emit('Reshape', [upstream, builder.integers(kept)]);
  return builder.emit('Expand', [column, builder.integers(shape)]);
}

function reduceLanes(op: string) {
  return (call: LaneCall): Value[] => {
    const x = call.inputs[0]!;
    return [call.builder.emit(op, [x, shiftAxes(call, 1, x.shape.length)], call.attributes)];
  };
}
