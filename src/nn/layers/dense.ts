import {z} from 'zod';
import {activate, activations} from '../activation.js';
import {defineLayer, unlessNumbers} from './layer.js';

/** activation(x W + b): x [B, d] → [B, units] */
export const dense = defineLayer({
  summary: 'A matrix product, a bias and an activation.',
  options: z.strictObject({
    units: z.int().positive(),
    activation: z.enum(activations).default('linear'),
    useBias: z.boolean().default(true),
  }),
  unfit: (inputs) => unlessNumbers(inputs),
  build: ({builder, inputs: [x], options: {units, activation, useBias}, weight}) => {
    const kernel = weight('kernel', [x!.shape.at(-1) as number, units], 'glorot-uniform');
    const product = builder.emit('MatMul', [x!, kernel]);
    const sum = useBias ? builder.emit('Add', [product, weight('bias', [units], 'zeros')]) : product;
    return activate(builder, activation, sum);
  },
  example: {options: {units: 3, activation: 'relu'}, inputs: [{shape: [4, 5]}]},
});
