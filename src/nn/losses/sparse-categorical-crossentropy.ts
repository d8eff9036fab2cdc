import {z} from 'zod';
import {isClass} from '../one-hot.js';
import {defineLoss, most} from './loss.js';

/** −log softmax(logits)[target]: targets are class codes. Holds at logits of any size. */
export const sparseCategoricalCrossentropy = defineLoss({
  summary: 'Minus the log-probability of the true class.',
  target: 'codes',
  outputs: 'classes',
  options: z.strictObject({}),
  scalars: [],
  at: () => [],
  build: ({builder, logits, target}) => {
    const isTrue = isClass(builder, target, logits.shape.at(-1) as number);
    // A choice and not a product: the log-probability of another class may be −∞.
    const all = builder.emit('LogSoftmax', [logits], {axis: -1});
    const chosen = builder.emit('Where', [isTrue, all, builder.scalar(0)]);
    const sum = builder.emit('ReduceSum', [chosen, builder.integers([1])], {keepdims: 0});
    return builder.emit('Min', [builder.emit('Neg', [sum]), builder.scalar(most)]);
  },
  examples: [
    {
      outputs: 3,
      logits: [0, 0, 0, 1, 0, -1],
      targets: [2, 1],
      // ln 3, and ln(e + 1 + 1/e)
      values: [1.0986122887, 1.4076059644],
    },
  ],
});
