import {z} from 'zod';
import {defineLoss, difference} from './loss.js';

/** max(τe, (τ−1)e), e = target − output: Koenker and Bassett 1978. */
export const quantile = defineLoss({
  summary: 'The pinball loss: what is predicted is exceeded by a share 1 − `tau` of the targets.',
  target: 'values',
  outputs: 'one',
  options: z.strictObject({tau: z.number().gt(0).lt(1).default(0.5)}),
  scalars: ['over', 'under'],
  at: ({tau}) => [1 - tau, -tau],
  build: (call) => {
    const {builder, scalars} = call;
    const excess = difference(call);
    const [over, under] = scalars.map((scalar) => builder.emit('Mul', [excess, scalar]));
    return builder.emit('Max', [over!, under!]);
  },
  examples: [
    {outputs: 1, logits: [1, -1, 0, 3], targets: [0.5, -1, 2, 0], values: [0.25, 0, 1, 1.5]},
    {options: {tau: 0.9}, outputs: 1, logits: [1, 0], targets: [0, 1], values: [0.1, 0.9]},
  ],
});
