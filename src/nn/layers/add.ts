import {z} from 'zod';
import {agree, defineLayer} from './layer.js';

/** The sum of its inputs, which have one shape. */
export const add = defineLayer({
  summary: 'The sum of its inputs.',
  options: z.strictObject({}),
  arity: 'some',
  unfit: (inputs) => (agree(inputs, (shape) => shape) ? undefined : 'inputs of one shape'),
  build: ({builder, inputs}) => inputs.reduce((sum, input) => builder.emit('Add', [sum, input])),
  example: {options: {}, inputs: [{shape: [4, 3]}, {shape: [4, 3]}]},
});
