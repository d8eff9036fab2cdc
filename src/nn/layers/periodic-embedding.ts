import {z} from 'zod';
import {known} from '../../graph/shape.js';
import {defineLayer} from './layer.js';

/**
 * For every column sin(2πcx) and cos(2πcx), with trained frequencies c that begin as N(0, σ): [B, k] →
 * [B, k, 2 · frequencies]. Gorishniy, Rubachev and Babenko 2022, "On Embeddings for Numerical Features in Tabular Deep
 * Learning", section 3.3; a dense layer with relu behind it makes "PLR" of it, with the weights shared by the columns.
 */
export const periodicEmbedding = defineLayer({
  summary: 'Sines and cosines of every number, of trained frequencies.',
  options: z.strictObject({
    frequencies: z.int().positive(),
    sigma: z.number().positive(),
  }),
  unfit: ([x]) => (x!.type === 'float' && x!.shape.length === 2 ? undefined : 'numbers of 2 axes'),
  build: ({builder, inputs: [x], options: {frequencies, sigma}, weight}) => {
    const [columns] = known(x!.shape.slice(1)) as [number];
    const coefficients = weight('coefficients', [columns, frequencies], {normal: sigma});
    const turns = builder.emit('Mul', [
      builder.emit('Reshape', [x!, builder.integers([-1, columns, 1])]),
      builder.emit('Mul', [coefficients, builder.scalar(2 * Math.PI)]),
    ]);
    return builder.emit('Concat', [builder.emit('Sin', [turns]), builder.emit('Cos', [turns])], {axis: -1});
  },
  example: {options: {frequencies: 3, sigma: 0.1}, inputs: [{shape: [4, 2]}]},
});
