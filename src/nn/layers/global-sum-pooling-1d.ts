import {z} from 'zod';
import {defineLayer, unlessNumbers} from './layer.js';

/** [B, m, d] → [B, d]. After an embedding this is one-hot encoding and a matrix product, without the zeros. */
export const globalSumPooling1d = defineLayer({
  summary: 'The sum over the second axis.',
  options: z.strictObject({}),
  unfit: (inputs) => unlessNumbers(inputs, 3),
  build: ({builder, inputs: [x]}) => builder.emit('ReduceSum', [x!, builder.integers([1])], {keepdims: 0}),
  example: {options: {}, inputs: [{shape: [4, 3, 2]}]},
});
