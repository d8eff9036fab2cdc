import {tensor} from '../../base/tensor.js';
import {broadcastLanes} from '../lane-axis.js';
import {broadcast} from '../shape.js';
import type {Op} from './op.js';

/** The remainder of whole numbers, with the divisor's sign. */
export const mod: Op = {
  infer: ({inputs: [a, b]}) => {
    if (a!.type !== b!.type || !/^int/.test(a!.type))
      throw new Error(`Mod needs whole numbers of one type, got ${a!.type} and ${b!.type}.`);
    return [{type: a!.type, shape: broadcast(a!.shape, b!.shape)}];
  },
  lane: broadcastLanes('Mod'),
  example: {
    inputs: [tensor('int32', [4], Int32Array.of(7, -7, 14, -1)), tensor('int32', [1], Int32Array.of(7))],
  },
};
