import type {Attributes, Builder, LaneCall, Value} from './ops/op.js';
import {normalizeAxis} from './shape.js';

/**
 * For ops whose inputs broadcast: laned inputs of fewer axes than the widest get axes of length 1 behind the lane axis,
 * so that [lanes, h] meets [lanes, B, h] and [B, h] alike.
 */
export function alignLanes({builder, inputs, laned}: LaneCall): Value[] {
  const rank = Math.max(...inputs.map(({shape}, at) => shape.length - Number(laned[at])));
  return inputs.map((input, at) => (laned[at] ? alignLane(builder, input, rank) : input));
}

/** A laned value with axes of length 1 behind the lane axis, so that each lane has `rank` axes. */
export function alignLane(builder: Builder, laned: Value, rank: number): Value {
  const missing = rank + 1 - laned.shape.length;
  if (missing <= 0) return laned;
  const [lanes, ...rest] = laned.shape as number[];
  const shape = [lanes!, ...Array<number>(missing).fill(1), ...rest];
  return builder.emit('Reshape', [laned, builder.integers(shape)]);
}

/** The inputs, each with a lane axis: what all lanes share is repeated. */
export function repeatLanes({builder, inputs, laned, lanes}: LaneCall): Value[] {
  return inputs.map((input, at) => (laned[at] ? input : repeatLane(builder, input, lanes)));
}

/** A value that all lanes share, once for each. */
export function repeatLane(builder: Builder, shared: Value, lanes: number): Value {
  const shape = builder.integers([lanes, ...(shared.shape as number[])]);
  // A single lane needs no copy.
  return builder.emit(lanes === 1 ? 'Reshape' : 'Expand', [shared, shape]);
}

/** The lane rule of ops whose inputs broadcast. */
export function broadcastLanes(op: string): (call: LaneCall) => Value[] {
  return (call) => call.builder.emitAll(op, alignLanes(call), call.attributes);
}

/** The lane rule of ops that look at one element at a time, or at axes counted from the end. */
export function sameLanes(op: string): (call: LaneCall) => Value[] {
  return ({builder, inputs, attributes}) => builder.emitAll(op, inputs, attributes);
}

/** The attributes with the axis moved behind the lane axis. `rank` is that of the laned value. */
export function shiftAxis(attributes: Attributes, rank: number): Attributes {
  return {...attributes, axis: normalizeAxis(attributes.axis as number, rank - 1) + 1};
}

/** A constant list of axes, moved likewise. */
export function shiftAxes({builder, constants}: LaneCall, at: number, rank: number): Value {
  const axes = Array.from(constants[at]!.data as BigInt64Array, (axis) =>
    normalizeAxis(Number(axis), rank - 1),
  );
  return builder.integers(axes.map((axis) => axis + 1));
}

/** A constant shape behind a lane axis. */
export function lanedShape({builder, constants, lanes}: LaneCall, at: number): Value {
  return builder.integers([lanes, ...Array.from(constants[at]!.data as BigInt64Array, Number)]);
}
