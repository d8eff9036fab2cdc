import type {Builder, Value} from '../graph/ops/op.js';
import type {ParameterSlice} from './parameters.js';

/** Weights that a step updates together. */
export interface StateBlock {
  name: string;
  /** A weight's own, or [Σ length] for several in a row. */
  shape: readonly number[];
  slices: readonly ParameterSlice[];
}

/** Weights of fewer numbers are updated together: one operation on all of them costs what one on each costs. */
const small = 1024;

/** Every weight in a block of its own, but the small ones in one, at the end. */
export function stateBlocks(slices: readonly ParameterSlice[]): StateBlock[] {
  const joined = slices.filter(({trainable, length}) => trainable && length < small);
  if (joined.length < 2) return slices.map(blockOf);
  const length = joined.reduce((sum, slice) => sum + slice.length, 0);
  const rest = slices.filter((slice) => !joined.includes(slice));
  return [...rest.map(blockOf), {name: 'small-weights', shape: [length], slices: joined}];
}

function blockOf(slice: ParameterSlice): StateBlock {
  return {name: slice.name, shape: slice.shape, slices: [slice]};
}

/** The weights of a block, each in its own shape. */
export function unpack(builder: Builder, {slices}: StateBlock, packed: Value): Value[] {
  if (slices.length === 1) return [packed];
  const lengths = builder.integers(slices.map(({length}) => length));
  return builder
    .emitAll('Split', [packed, lengths], {axis: 0})
    .map((piece, at) => builder.emit('Reshape', [piece, builder.integers(slices[at]!.shape)]));
}

/** What `unpack` takes apart: one value for each of a block's weights. */
export function pack(builder: Builder, {slices}: StateBlock, values: readonly Value[]): Value {
  if (slices.length === 1) return values[0]!;
  const flat = values.map((value, at) =>
    builder.emit('Reshape', [value, builder.integers([slices[at]!.length])]),
  );
  return builder.emit('Concat', flat, {axis: 0});
}
