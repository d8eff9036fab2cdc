import {z} from 'zod';
import {defineLoss, difference, most} from './loss.js';

/** e²/2 where |e| ≤ δ, δ(|e| − δ/2) beyond: Huber 1964. With c = min(|e|, δ) both are c(|e| − c/2). */
export const huber = defineLoss({
  summary: 'Half the squared difference while it is small, a line beyond `delta`.',
  target: 'values',
  outputs: 'one',
  options: z.strictObject({
    /** In the unit of the targets that training sees: standard deviations. */
    delta: z.number().positive().default(1),
  }),
  scalars: ['delta'],
  at: ({delta}) => [delta],
  build: (call) => {
    const {builder, scalars} = call;
    const size = builder.emit('Abs', [difference(call)]);
    const inner = builder.emit('Min', [size, scalars[0]!]);
    const half = builder.emit('Mul', [inner, builder.scalar(0.5)]);
    const whole = builder.emit('Mul', [inner, builder.emit('Sub', [size, half])]);
    return builder.emit('Min', [whole, builder.scalar(most)]);
  },
  examples: [
    {outputs: 1, logits: [1, -1, 0, 3], targets: [0.5, -1, 2, 0], values: [0.125, 0, 1.5, 2.5]},
    {options: {delta: 2}, outputs: 1, logits: [1, 0, 3], targets: [0, 2.5, 0], values: [0.5, 3, 4]},
  ],
});
