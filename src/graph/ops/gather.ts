import {floats, int64s, tensor} from '../../base/tensor.js';
import {repeatLanes, shiftAxis} from '../lane-axis.js';
import {known, normalizeAxis, sameShape} from '../shape.js';
import type {LaneCall, Op, Value} from './op.js';

const table = floats([3, 2], [1, 2, 3, 4, 5, 6]);
const rows = tensor('int32', [4], Int32Array.of(2, 0, 2, 1));

/** Entries along an axis: data [...l, r, ...d], indices [...i] → [...l, ...i, ...d]. */
export const gather: Op = {
  attributes: {axis: 'int'},
  infer: ({inputs: [data, indices], attributes}) => {
    const axis = normalizeAxis(attributes.axis as number, data!.shape.length);
    const shape = [...data!.shape.slice(0, axis), ...indices!.shape, ...data!.shape.slice(axis + 1)];
    return [{type: data!.type, shape}];
  },
  // The rows of the upstream gradient, added where they came from.
  gradient: ({builder, inputs: [data, indices], attributes, upstream: [upstream]}) => {
    if (attributes.axis !== 0) throw new Error('Gather is differentiated along axis 0 only.');
    const [, ...rest] = known(data!.shape);
    const picked = known(indices!.shape).reduce((product, length) => product * length, 1);
    const width = rest.reduce((product, length) => product * length, 1);
    const column = builder.emit('Reshape', [indices!, builder.integers([picked, 1])]);
    const places = builder.emit('Cast', [column], {to: 'int64'});
    const updates = builder.emit('Reshape', [upstream!, builder.integers([picked, width])]);
    const flat = [known(data!.shape)[0]!, width];
    const zero = builder.constant(floats(flat, new Float32Array(flat[0]! * width)));
    const summed = builder.emit('ScatterND', [zero, places, updates], {reduction: 'add'});
    return [builder.emit('Reshape', [summed, builder.integers(known(data!.shape))]), undefined];
  },
  lane: (call) => (call.laned[1] ? gatherOwn(call) : gatherShared(call)),
  example: {inputs: [table, rows], attributes: {axis: 0}},
};

/**
 * Adds updates to data where indices, of the updates' shape, say: index i at place p adds to the place that is p but
 * for i along the axis. Repeated places add up.
 */
export const scatterElements: Op = {
  attributes: {axis: 'int', reduction: 'string'},
  infer: ({inputs: [data, indices, updates]}) => {
    if (!sameShape(indices!.shape, updates!.shape))
      throw new Error(
        `ScatterElements needs as many updates as indices, got [${updates!.shape}] and [${indices!.shape}].`,
      );
    return [{type: data!.type, shape: data!.shape}];
  },
  lane: (call) => {
    const inputs = repeatLanes(call);
    return [
      call.builder.emit('ScatterElements', inputs, shiftAxis(call.attributes, inputs[0]!.shape.length)),
    ];
  },
  example: {
    inputs: [table, int64s([3, 2], [0, 0, 2, 2, 0, 1]), floats([3, 2], [1, 1, 10, 10, 100, 100])],
    attributes: {axis: 0, reduction: 'add'},
  },
};

/** Every lane's own table, the same entries of each. */
function gatherShared({builder, inputs, attributes}: LaneCall): Value[] {
  return [builder.emit('Gather', inputs, shiftAxis(attributes, inputs[0]!.shape.length))];
}

/** Every lane's own entries: lane k's table begins at entry k r of all tables in one. */
function gatherOwn(call: LaneCall): Value[] {
  const {builder, attributes, lanes, laned} = call;
  if (normalizeAxis(attributes.axis as number, 2) !== 0) throw new Error('Lanes gather along axis 0 only.');
  const [data, indices] = call.inputs as [Value, Value];
  if (!laned[0]) return [builder.emit('Gather', [data, indices], attributes)];
  const [, length, ...rest] = data.shape as number[];
  const all = builder.emit('Reshape', [data, builder.integers([lanes * length!, ...rest])]);
  const starts = Int32Array.from({length: lanes}, (_, lane) => lane * length!);
  const shape = [lanes, ...Array<number>(indices.shape.length - 1).fill(1)];
  const own = builder.emit('Add', [indices, builder.constant(tensor('int32', shape, starts))]);
  return [builder.emit('Gather', [all, own], attributes)];
}
