import {z} from 'zod';
import {defineLayer} from './layer.js';

/** A row of a table for each code: codes [B, m] in 0 … inputDim − 1 → [B, m, outputDim] */
export const embedding = defineLayer({
  summary: 'A trained vector for every category.',
  options: z.strictObject({
    inputDim: z.int().positive(),
    outputDim: z.int().positive(),
    embeddingsInitializer: z.enum(['uniform', 'zeros']).default('uniform'),
  }),
  unfit: ([codes]) =>
    codes!.type === 'int32' && codes!.shape.length > 0 ? undefined : 'codes of categories, whole numbers',
  build: ({builder, inputs: [codes], options: {inputDim, outputDim, embeddingsInitializer}, weight}) => {
    const table = weight('embeddings', [inputDim, outputDim], embeddingsInitializer);
    return builder.emit('Gather', [table, codes!], {axis: 0});
  },
  example: {options: {inputDim: 6, outputDim: 2}, inputs: [{shape: [4, 3], codes: 6}]},
});
