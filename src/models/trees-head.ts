import {floats} from '../base/tensor.js';
import type {EncodedRows} from '../features/view.js';
import type {Builder, Value} from '../graph/ops/op.js';
import type {Link} from '../trees/ensemble.js';
import {head} from './head.js';
import type {Task} from './model.js';

/** Encoded rows as trees take them: numbers [B, k], and codes [B, m] as numbers behind them. */
export function treeFeatures(builder: Builder, {numeric, codes}: EncodedRows): Value {
  const parts = [
    ...(numeric ? [numeric] : []),
    ...(codes ? [builder.emit('Cast', [codes], {to: 'float'})] : []),
  ];
  return parts.length === 1 ? parts[0]! : builder.emit('Concat', parts, {axis: 1});
}

/** scores [B, outputs] → probabilities [B, classes], or predictions [B] in the target's own unit. */
export function treesHead(builder: Builder, scores: Value, link: Link, task: Task): Value {
  if (link === 'exp') return builder.emit('Exp', [builder.emit('Reshape', [scores, builder.integers([-1])])]);
  if (link !== 'probability') return head(builder, scores, task);
  if (scores.shape.at(-1) !== 1) {
    const shares = builder.emit('Max', [scores, builder.scalar(0)]);
    return builder.emit('Div', [
      shares,
      builder.emit('ReduceSum', [shares, builder.integers([1])], {keepdims: 1}),
    ]);
  }
  const share = builder.emit('Min', [
    builder.emit('Max', [scores, builder.scalar(0)]),
    builder.constant(floats([], [1])),
  ]);
  return builder.emit('Concat', [builder.emit('Sub', [builder.scalar(1), share]), share], {axis: 1});
}
