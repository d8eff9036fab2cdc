import {floats} from '../../base/tensor.js';
import {broadcastLanes} from '../lane-axis.js';
import {broadcast} from '../shape.js';
import {unbroadcast} from '../unbroadcast.js';
import type {Builder, Op, Value} from './op.js';

/** a [..., m, k] × b [..., k, n] → [..., m, n]; leading axes broadcast. */
export const matMul: Op = {
  infer: ({inputs: [a, b]}) => {
    const inner = a!.shape.at(-1);
    if (a!.shape.length < 2 || b!.shape.length < 2 || inner !== b!.shape.at(-2))
      throw new Error(`MatMul needs [m, k] and [k, n], got [${a!.shape}] and [${b!.shape}].`);
    const lead = broadcast(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    return [{type: a!.type, shape: [...lead, a!.shape.at(-2)!, b!.shape.at(-1)!]}];
  },
  // dA = dC Bᵀ, dB = Aᵀ dC
  gradient: ({builder, inputs: [a, b], upstream: [upstream]}) => [
    unbroadcast(builder, builder.emit('MatMul', [upstream!, transposed(builder, b!)]), a!),
    unbroadcast(builder, builder.emit('MatMul', [transposed(builder, a!), upstream!]), b!),
  ],
  lane: broadcastLanes('MatMul'),
  example: {inputs: [floats([2, 3], [1, -2, 0.5, 3, 0.25, -1]), floats([3, 2], [0.5, 1, -1, 2, 1.5, -0.5])]},
};

function transposed(builder: Builder, value: Value): Value {
  const rank = value.shape.length;
  const order = Array.from({length: rank}, (_, axis) => axis);
  return builder.emit('Transpose', [value], {perm: [...order.slice(0, -2), rank - 1, rank - 2]});
}
