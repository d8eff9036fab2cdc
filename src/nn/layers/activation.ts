import {z} from 'zod';
import {activate, activations} from '../activation.js';
import {defineLayer, unlessNumbers} from './layer.js';

/** A function of every element. */
export const activation = defineLayer({
  summary: 'An activation alone.',
  options: z.strictObject({activation: z.enum(activations)}),
  unfit: (inputs) => unlessNumbers(inputs, 1),
  build: ({builder, inputs: [x], options}) => activate(builder, options.activation, x!),
  example: {options: {activation: 'gelu'}, inputs: [{shape: [4, 5]}]},
});
