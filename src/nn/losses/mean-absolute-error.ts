import {z} from 'zod';
import {defineLoss, difference} from './loss.js';

/** |output − target| */
export const meanAbsoluteError = defineLoss({
  summary: 'The difference without its sign: what is predicted is a median.',
  target: 'values',
  outputs: 'one',
  options: z.strictObject({}),
  scalars: [],
  at: () => [],
  build: (call) => call.builder.emit('Abs', [difference(call)]),
  examples: [{outputs: 1, logits: [1, -1, 0, 3], targets: [0.5, -1, 2, 0], values: [0.5, 0, 2, 3]}],
});
