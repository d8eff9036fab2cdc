import {z} from 'zod';
import {defineLoss, difference} from './loss.js';

/** (output − target)² */
export const meanSquaredError = defineLoss({
  summary: 'The squared difference.',
  target: 'values',
  outputs: 'one',
  options: z.strictObject({}),
  scalars: [],
  at: () => [],
  build: (call) => {
    const error = difference(call);
    return call.builder.emit('Mul', [error, error]);
  },
  examples: [{outputs: 1, logits: [1, -1, 0, 3], targets: [0.5, -1, 2, 0], values: [0.25, 0, 4, 9]}],
});
