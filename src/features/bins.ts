import {floats, int64s} from '../base/tensor.js';
import type {Value} from '../graph/ops/op.js';
import type {FittedScaler, ScalerCall} from './scalers/scaler.js';

/** Where bins meet, as scikit-learn's KBinsDiscretizer: without the two ends, and none narrower than nothing. */
export function innerEdges(edges: readonly number[]): number[] {
  const apart = edges.filter((edge, at) => at === 0 || edge - edges[at - 1]! > narrowest);
  return apart.slice(1, -1).map(atLeast);
}

/** As in scikit-learn. */
const narrowest = 1e-8;

export function binCount({edges}: FittedScaler): number {
  return (edges as readonly number[]).length + 1;
}

/** One column a bin, 1 where the value is in it: it has its lower edge, and not its upper one. All columns' bins at once. */
export function binned({builder, values, fitted}: ScalerCall): Value {
  const bins = fitted.flatMap(({edges}, column) => {
    const all = [Number.NEGATIVE_INFINITY, ...(edges as readonly number[]), Number.POSITIVE_INFINITY];
    return all.slice(1).map((upper, at) => ({column, lower: all[at]!, upper}));
  });
  const row = (pick: (bin: (typeof bins)[number]) => number) =>
    builder.constant(floats([1, bins.length], bins.map(pick)));
  const places = int64s(
    [bins.length],
    bins.map(({column}) => column),
  );
  const spread = builder.emit('Gather', [values, builder.constant(places)], {axis: 1});
  const isUnder = builder.emit('Less', [spread, row(({lower}) => lower)]);
  const isBelow = builder.emit('Less', [spread, row(({upper}) => upper)]);
  const isIn = builder.emit('And', [builder.emit('Not', [isUnder]), isBelow]);
  return builder.emit('Cast', [isIn], {to: 'float'});
}

/** The smallest 32-bit float from a number up: no float is on another side of it than of the number. */
function atLeast(number: number): number {
  const near = Float32Array.of(number);
  if (near[0]! >= number) return near[0]!;
  if (near[0] === 0) return 2 ** -149;
  new Int32Array(near.buffer)[0]! += near[0]! > 0 ? 1 : -1;
  return near[0]!;
}
