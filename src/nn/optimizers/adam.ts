import {z} from 'zod';
import {defineOptimizer} from './optimizer.js';

/** β: the share of the past that a mean keeps. */
const share = z.number().min(0).lt(1);

/**
 * m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²
 * p ← p − η (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
 * Kingma and Ba 2015, algorithm 1. Kept are m/(1−β₁) and v/(1−β₂), and everything that is one number for all weights is
 * drawn together outside the graph, so that a step is ten operations on a vector: with s = √((1−β₂)/(1−β₂ᵗ)),
 * p ← p − rate · m' / (√v' + ε/s), rate = η (1−β₁) / ((1−β₁ᵗ) s).
 */
export const adam = defineOptimizer({
  summary: 'Steps by the mean of the gradients over the root of the mean of their squares.',
  options: z.strictObject({
    beta1: share.default(0.9),
    beta2: share.default(0.999),
    epsilon: z.number().positive().default(1e-7),
  }),
  slots: ['momentum', 'velocity'],
  scalars: ['beta1', 'beta2', 'rate', 'epsilon'],
  at: ({step, learningRate, options: {beta1, beta2, epsilon}}) => {
    const spread = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
    const rate = (learningRate * (1 - beta1)) / ((1 - beta1 ** step) * spread);
    return [beta1, beta2, rate, epsilon / spread];
  },
  build: ({builder, parameters, gradient, slots: [m, v], scalars: [beta1, beta2, rate, epsilon]}) => {
    const momentum = builder.emit('Add', [builder.emit('Mul', [m!, beta1!]), gradient]);
    const square = builder.emit('Mul', [gradient, gradient]);
    const velocity = builder.emit('Add', [builder.emit('Mul', [v!, beta2!]), square]);
    const spread = builder.emit('Add', [builder.emit('Sqrt', [velocity]), epsilon!]);
    const change = builder.emit('Mul', [builder.emit('Div', [momentum, spread]), rate!]);
    return {parameters: builder.emit('Sub', [parameters, change]), slots: [momentum, velocity]};
  },
  example: {parameter: 1, gradient: 0.5, after: [0.9, 0.8]},
});
