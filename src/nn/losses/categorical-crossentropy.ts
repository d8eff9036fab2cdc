import {z} from 'zod';
import type {Value} from '../../graph/ops/op.js';
import {defineLoss, type LossCall, most} from './loss.js';

const options = z.strictObject({
  /** The share of every target that is spread over all classes alike. */
  labelSmoothing: z.number().min(0).lt(1).default(0),
});

/**
 * −Σ t log softmax(logits), t a distribution over the classes. From class codes it differs from its sparse sister only
 * by label smoothing, t ← (1 − s) t + s/classes (Szegedy et al. 2016, section 7), and by an operation or two.
 */
export const categoricalCrossentropy = defineLoss({
  summary: 'The cross-entropy of a distribution over classes, with label smoothing if asked for.',
  target: 'distributions',
  outputs: 'classes',
  options,
  scalars: [],
  at: () => [],
  build: (call) => crossEntropy(call, call.target),
  forms: {
    smoothed: {
      scalars: ['kept', 'spread'],
      at: ({labelSmoothing}, outputs) => [1 - labelSmoothing, labelSmoothing / outputs],
      build: (call) => {
        const {builder, target, scalars} = call;
        const kept = builder.emit('Mul', [target, scalars[0]!]);
        return crossEntropy(call, builder.emit('Add', [kept, scalars[1]!]));
      },
    },
  },
  form: ({labelSmoothing}) => (labelSmoothing > 0 ? 'smoothed' : undefined),
  examples: [
    {
      outputs: 3,
      logits: [0, 0, 0, 1, 0, -1],
      targets: [0.5, 0.25, 0.25, 0, 1, 0],
      // ln 3, and ln(e + 1 + 1/e)
      values: [1.0986122887, 1.4076059644],
    },
    // The middle class is the mean of all three; the first has 1 more, of which 0.7 count.
    {
      options: {labelSmoothing: 0.3},
      outputs: 3,
      logits: [1, 0, -1, 1, 0, -1],
      targets: [0, 1, 0, 1, 0, 0],
      values: [1.4076059644, 0.7076059644],
    },
  ],
});

/** With a log-probability no less than can be multiplied by a share of zero. */
function crossEntropy({builder, logits}: LossCall, target: Value): Value {
  const all = builder.emit('LogSoftmax', [logits], {axis: -1});
  const held = builder.emit('Max', [all, builder.scalar(-most)]);
  const product = builder.emit('Mul', [held, target]);
  return builder.emit('Neg', [builder.emit('ReduceSum', [product, builder.integers([1])], {keepdims: 0})]);
}
