import {floats, int64s, tensor} from '../../base/tensor.js';
import {repeatLane} from '../lane-axis.js';
import {sameShape} from '../shape.js';
import type {LaneCall, Op, Value} from './op.js';

/**
 * Adds rows to data [n, …d] where indices [p, 1] say: updates [p, …d]. Repeated rows add up. Of ONNX's ScatterND the
 * part whose indices name rows, counted from the front.
 */
export const scatterND: Op = {
  attributes: {reduction: 'string'},
  infer: ({inputs: [data, indices, updates], attributes: {reduction}}) => {
    if (reduction !== 'add' || indices!.shape.length !== 2 || indices!.shape[1] !== 1)
      throw new Error(`ScatterND adds to rows: indices [p, 1], got [${indices!.shape}] and ${reduction}.`);
    const rows = [indices!.shape[0]!, ...data!.shape.slice(1)];
    if (!sameShape(updates!.shape, rows))
      throw new Error(`ScatterND needs updates [${rows}], got [${updates!.shape}].`);
    return [{type: data!.type, shape: data!.shape}];
  },
  lane: (call) => [scatterLanes(call)],
  example: {
    inputs: [
      floats([3, 2], [1, 2, 3, 4, 5, 6]),
      int64s([4, 1], [2, 0, 2, 1]),
      floats([4, 2], [1, 1, 10, 10, 100, 100, 1000, 1000]),
    ],
    attributes: {reduction: 'add'},
  },
};

/** All lanes' rows in one table, in which lane k's begin at row k n. */
function scatterLanes({builder, inputs, attributes, lanes, laned}: LaneCall): Value {
  const [data, indices, updates] = inputs.map((input, at) =>
    laned[at] ? input : repeatLane(builder, input, lanes),
  ) as [Value, Value, Value];
  const [, rows, ...rest] = data.shape as number[];
  const starts = BigInt64Array.from({length: lanes}, (_, lane) => BigInt(lane * rows!));
  const own = builder.emit('Add', [indices, builder.constant(tensor('int64', [lanes, 1, 1], starts))]);
  const picked = indices.shape[1] as number;
  const summed = builder.emit(
    'ScatterND',
    [
      builder.emit('Reshape', [data, builder.integers([lanes * rows!, ...rest])]),
      builder.emit('Reshape', [own, builder.integers([lanes * picked, 1])]),
      builder.emit('Reshape', [updates, builder.integers([lanes * picked, ...rest])]),
    ],
    attributes,
  );
  return builder.emit('Reshape', [summed, builder.integers([lanes, rows!, ...rest])]);
}
