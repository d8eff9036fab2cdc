import type {Builder, Value} from './ops/op.js';
import {sameShape} from './shape.js';

/** The gradient by a value that was broadcast: the sum over the axes along which it was repeated. */
export function unbroadcast(builder: Builder, upstream: Value, to: Value): Value {
  if (sameShape(upstream.shape, to.shape)) return upstream;
  const lead = upstream.shape.length - to.shape.length;
  const repeated = upstream.shape.flatMap((length, axis) =>
    axis < lead || (to.shape[axis - lead] === 1 && length !== 1) ? [axis] : [],
  );
  const summed = builder.emit('ReduceSum', [upstream, builder.integers(repeated)], {keepdims: 1});
  if (lead === 0) return summed;
  return builder.emit('Reshape', [summed, builder.integers(to.shape as number[])]);
}
