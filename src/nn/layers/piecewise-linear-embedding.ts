import {z} from 'zod';
import {floats, tensor} from '../../base/tensor.js';
import type {Value} from '../../graph/ops/op.js';
import {defineLayer} from './layer.js';

/** The ends of a column's bins, from low to high. */
const edges = z
  .array(z.number())
  .min(2)
  .refine((ends) => ends.every((end, at) => at === 0 || end > ends[at - 1]!), 'ends that rise');

/** As far as a float32 goes: no end. */
const boundless = 3.4e38;

/**
 * For every bin of every column the share of it that lies below x: [B, k] → [B, all bins]. 0 below a bin and 1 above it,
 * but the first bin of a column goes on below it and the last above it. Gorishniy, Rubachev and Babenko 2022, eq. 1.
 */
export const piecewiseLinearEmbedding = defineLayer({
  summary: 'How far every number reaches into each bin of its column.',
  options: z.strictObject({bins: z.array(edges).min(1)}),
  unfit: ([x], {bins}) =>
    x!.type === 'float' && x!.shape.length === 2 && x!.shape[1] === bins.length
      ? undefined
      : `numbers of as many columns as it has bins for, ${bins.length}`,
  build: ({builder, inputs: [x], options: {bins}}) => {
    const pieces = bins.flatMap((ends, column) =>
      ends.slice(1).map((high, at) => piece(ends, column, at, high)),
    );
    const row = (pick: (each: (typeof pieces)[number]) => number) =>
      builder.constant(floats([1, pieces.length], pieces.map(pick)));
    const columns = Int32Array.from(pieces, ({column}) => column);
    const transpose = (value: Value) => builder.emit('Transpose', [value], {perm: [1, 0]});
    const picks = builder.constant(tensor('int32', [pieces.length], columns));
    const spread = transpose(builder.emit('Gather', [transpose(x!), picks], {axis: 0}));
    const above = builder.emit('Sub', [spread, row(({low}) => low)]);
    const share = builder.emit('Div', [above, row(({width}) => width)]);
    const started = builder.emit('Max', [share, row(({least}) => least)]);
    return builder.emit('Min', [started, row(({most}) => most)]);
  },
  example: {
    options: {
      bins: [
        [-1, 0.25, 1],
        [0, 1],
      ],
    },
    inputs: [{shape: [4, 2]}],
  },
});

function piece(ends: readonly number[], column: number, at: number, high: number) {
  const low = ends[at]!;
  const isLast = at === ends.length - 2;
  return {
    column,
    low,
    width: high - low,
    least: at === 0 ? -boundless : 0,
    most: isLast ? boundless : 1,
  };
}
