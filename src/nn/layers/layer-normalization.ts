import {z} from 'zod';
import {defineLayer, unlessNumbers} from './layer.js';

/**
 * (x − mean) / √(variance + ε) γ + β, with the mean and variance of each row over the last axis: Ba, Kiros and Hinton
 * 2016.
 */
export const layerNormalization = defineLayer({
  summary: 'Every row brought to mean 0 and variance 1, then scaled and moved by what is learned.',
  options: z.strictObject({
    epsilon: z.number().positive().default(0.001),
    center: z.boolean().default(true),
    scale: z.boolean().default(true),
  }),
  unfit: (inputs) => unlessNumbers(inputs),
  build: ({builder, inputs: [x], options: {epsilon, center, scale}, weight}) => {
    const width = x!.shape.at(-1) as number;
    const mean = (value: typeof x) =>
      builder.emit('ReduceMean', [value!, builder.integers([x!.shape.length - 1])], {keepdims: 1});
    const centred = builder.emit('Sub', [x!, mean(x)]);
    const variance = mean(builder.emit('Mul', [centred, centred]));
    const deviation = builder.emit('Sqrt', [builder.emit('Add', [variance, builder.scalar(epsilon)])]);
    const normal = builder.emit('Div', [centred, deviation]);
    const scaled = scale ? builder.emit('Mul', [normal, weight('gamma', [width], 'ones')]) : normal;
    return center ? builder.emit('Add', [scaled, weight('beta', [width], 'zeros')]) : scaled;
  },
  example: {options: {}, inputs: [{shape: [4, 5]}]},
});
