import {floats} from '../base/tensor.js';
import type {Builder, Value} from '../graph/ops/op.js';

/** Scaled values are cut off here, so that an outlier at serving time cannot swamp the other columns. */
const limit = 10;

/** Adds (values − centre) / scale, cut off at ±10: values [B, k], centre [1, k]. */
export function standardized(
  builder: Builder,
  values: Value,
  centre: Value,
  scales: readonly number[],
): Value {
  const centred = builder.emit('Sub', [values, centre]);
  const scaled = builder.emit('Div', [centred, rowOf(builder, scales)]);
  const below = builder.emit('Min', [scaled, builder.scalar(limit)]);
  return builder.emit('Max', [below, builder.scalar(-limit)]);
}

/** A constant of one number a column, [1, k]. */
export function rowOf(builder: Builder, numbers: readonly number[]): Value {
  return builder.constant(floats([1, numbers.length], numbers));
}
