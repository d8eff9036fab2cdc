import {doubles, floats, tensor} from '../../base/tensor.js';
import {broadcastLanes, sameLanes} from '../lane-axis.js';
import {broadcast} from '../shape.js';
import {unbroadcast} from '../unbroadcast.js';
import type {Op} from './op.js';

const left = floats([2, 2], [1, 2, 3, 4]);
const right = floats([2, 2], [2, 2, 2, 5]);
const truth = tensor('bool', [2, 2], Uint8Array.of(1, 0, 1, 0));
const doubt = tensor('bool', [2, 2], Uint8Array.of(1, 1, 0, 0));
const extremes = doubles([5], [0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -2]);

export const greater = comparison('Greater');
export const less = comparison('Less');
export const equal = comparison('Equal');

export const and = connective('And');
export const or = connective('Or');

export const not: Op = {
  infer: ({inputs: [x]}) => [{type: 'bool', shape: x!.shape}],
  lane: sameLanes('Not'),
  example: {inputs: [truth]},
};

export const isNotANumber: Op = {
  infer: ({inputs: [x]}) => [{type: 'bool', shape: x!.shape}],
  lane: sameLanes('IsNaN'),
  example: {inputs: [extremes]},
};

export const isInfinite: Op = {
  infer: ({inputs: [x]}) => [{type: 'bool', shape: x!.shape}],
  lane: sameLanes('IsInf'),
  example: {inputs: [extremes]},
};

/** condition ? a : b. The condition passes no gradient on. */
export const where: Op = {
  infer: ({inputs: [condition, a, b]}) => {
    if (condition!.type !== 'bool' || a!.type !== b!.type)
      throw new Error(
        `Where needs bool and two of one type, got ${condition!.type}, ${a!.type}, ${b!.type}.`,
      );
    return [{type: a!.type, shape: broadcast(condition!.shape, broadcast(a!.shape, b!.shape))}];
  },
  gradient: ({builder, inputs: [condition, a, b], upstream: [upstream]}) => {
    const zero = builder.scalar(0);
    return [
      undefined,
      unbroadcast(builder, builder.emit('Where', [condition!, upstream!, zero]), a!),
      unbroadcast(builder, builder.emit('Where', [condition!, zero, upstream!]), b!),
    ];
  },
  lane: broadcastLanes('Where'),
  example: {inputs: [truth, left, right]},
};

function comparison(name: string): Op {
  return {
    infer: ({inputs: [a, b]}) => {
      if (a!.type !== b!.type) throw new Error(`Both sides need one type, got ${a!.type} and ${b!.type}.`);
      return [{type: 'bool', shape: broadcast(a!.shape, b!.shape)}];
    },
    lane: broadcastLanes(name),
    example: {inputs: [left, right]},
  };
}

function connective(name: string): Op {
  return {
    infer: ({inputs: [a, b]}) => [{type: 'bool', shape: broadcast(a!.shape, b!.shape)}],
    lane: broadcastLanes(name),
    example: {inputs: [truth, doubt]},
  };
}
