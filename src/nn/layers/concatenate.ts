import {z} from 'zod';
import {agree, defineLayer} from './layer.js';

/** [B, a], [B, b], … → [B, a + b + …] */
export const concatenate = defineLayer({
  summary: 'Its inputs side by side.',
  options: z.strictObject({}),
  arity: 'some',
  unfit: (inputs) =>
    agree(inputs, (shape) => shape.slice(0, -1)) ? undefined : 'inputs that agree in all axes but the last',
  build: ({builder, inputs}) =>
    inputs.length === 1 ? inputs[0]! : builder.emit('Concat', inputs, {axis: -1}),
  example: {options: {}, inputs: [{shape: [4, 3]}, {shape: [4, 2]}]},
});
