import {tensor} from '../../base/tensor.js';
import type {Loss} from './loss.js';

/** −log softmax(logits)[target]: targets are class codes. Holds at logits of any size. */
export const sparseCategoricalCrossentropy: Loss = {
  summary: 'Minus the log-probability of the true class.',
  target: 'int32',
  build: ({builder, logits, target}) => {
    const classes = logits.shape.at(-1) as number;
    const range = builder.constant(
      tensor(
        'int32',
        [1, classes],
        Int32Array.from({length: classes}, (_, i) => i),
      ),
    );
    const column = builder.emit('Reshape', [target, builder.integers([-1, 1])]);
    const oneHot = builder.emit('Cast', [builder.emit('Equal', [column, range])], {to: 'float'});
    const chosen = builder.emit('Mul', [oneHot, builder.emit('LogSoftmax', [logits], {axis: -1})]);
    return builder.emit('Neg', [builder.emit('ReduceSum', [chosen, builder.integers([1])], {keepdims: 0})]);
  },
  example: {
    outputs: 3,
    logits: [0, 0, 0, 1, 0, -1],
    targets: [2, 1],
    // ln 3, and ln(e + 1 + 1/e)
    values: [1.0986122887, 1.4076059644],
  },
};
