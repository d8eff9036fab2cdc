import {z} from 'zod';
import type {Value} from '../../graph/ops/op.js';
import {defineOptimizer, type OptimizerCall, type StepFacts} from './optimizer.js';

/** β: the share of the past that a mean keeps. */
const share = z.number().min(0).lt(1);

export const adamOptions = z.strictObject({
  beta1: share.default(0.9),
  beta2: share.default(0.999),
  epsilon: z.number().positive().default(1e-7),
});
type AdamOptions = z.infer<typeof adamOptions>;

/**
 * m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²
 * p ← p − η (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
 * Kingma and Ba 2015, algorithm 1. Kept are m/(1−β₁) and v/(1−β₂), and everything that is one number for all weights is
 * drawn together outside the graph, so that a step is ten operations on a vector: with s = √((1−β₂)/(1−β₂ᵗ)),
 * p ← p − rate · m' / (√v' + ε/s), rate = η (1−β₁) / ((1−β₁ᵗ) s).
 */
export const adam = defineOptimizer({
  summary: 'Steps by the mean of the gradients over the root of the mean of their squares.',
  options: adamOptions,
  slots: ['momentum', 'velocity'],
  scalars: ['beta1', 'beta2', 'rate', 'epsilon'],
  at: adamScalars,
  build: (call) => {
    const {change, slots} = adamChange(call);
    return {parameters: call.builder.emit('Sub', [call.parameters, change]), slots};
  },
  // The first step of any gradient is as long as the learning rate; the second as PyTorch takes it.
  examples: [
    {parameter: 1, gradients: [0.5, 0.5], after: [0.9, 0.8]},
    {parameter: 1, gradients: [0.5, -0.25], after: [0.9, 0.8733663]},
  ],
});

export function adamScalars({step, learningRate, options}: StepFacts<AdamOptions>): number[] {
  const {beta1, beta2, epsilon} = options;
  const spread = Math.sqrt((1 - beta2) / (1 - beta2 ** step));
  const rate = (learningRate * (1 - beta1)) / ((1 - beta1 ** step) * spread);
  return [beta1, beta2, rate, epsilon / spread];
}

/** What is taken from the parameters, and the next slots. */
export function adamChange({builder, gradient, slots: [m, v], scalars}: OptimizerCall): {
  change: Value;
  slots: Value[];
} {
  const [beta1, beta2, rate, epsilon] = scalars;
  const momentum = builder.emit('Add', [builder.emit('Mul', [m!, beta1!]), gradient]);
  const square = builder.emit('Mul', [gradient, gradient]);
  const velocity = builder.emit('Add', [builder.emit('Mul', [v!, beta2!]), square]);
  const spread = builder.emit('Add', [builder.emit('Sqrt', [velocity]), epsilon!]);
  const change = builder.emit('Mul', [builder.emit('Div', [momentum, spread]), rate!]);
  return {change, slots: [momentum, velocity]};
}
