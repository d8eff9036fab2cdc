import type {Builder, Value} from '../graph/ops/op.js';
import type {Task} from './model.js';

/** The number of values that a model puts out for a row. */
export function outputs(task: Task): number {
  return task.kind === 'classification' ? task.labels.length : 1;
}

/** logits [B, outputs], or [B, 1] of the second of two classes → probabilities [B, classes], or predictions [B] in the target's own unit. */
export function head(builder: Builder, logits: Value, task: Task): Value {
  if (task.kind === 'classification') return probabilities(builder, logits);
  const standardized = builder.emit('Reshape', [logits, builder.integers([-1])]);
  const scaled = builder.emit('Mul', [standardized, builder.scalar(task.scale)]);
  return builder.emit('Add', [scaled, builder.scalar(task.mean)]);
}

/** The second class's logit z stands for both: σ(−z) and σ(z), each as exact as it can be. */
function probabilities(builder: Builder, logits: Value): Value {
  if (logits.shape.at(-1) !== 1) return builder.emit('Softmax', [logits], {axis: -1});
  const both = builder.emit('Concat', [builder.emit('Neg', [logits]), logits], {axis: 1});
  return builder.emit('Sigmoid', [both]);
}
