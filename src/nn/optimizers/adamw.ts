import {z} from 'zod';
import {adamChange, adamOptions, adamScalars} from './adam.js';
import {defineOptimizer} from './optimizer.js';

/**
 * p ← p (1 − η λ), then a step of Adam. The decay λ of every weight, biases too, is not part of the gradient: Loshchilov
 * and Hutter 2019, algorithm 2, with η for both, as in Keras and PyTorch. One operation on a vector more than Adam.
 */
export const adamw = defineOptimizer({
  summary: 'Adam, each step of which also makes every weight smaller by a share.',
  options: adamOptions.extend({weightDecay: z.number().nonnegative().default(0.004)}),
  slots: ['momentum', 'velocity'],
  scalars: ['beta1', 'beta2', 'rate', 'epsilon', 'kept'],
  at: (facts) => [...adamScalars(facts), 1 - facts.learningRate * facts.options.weightDecay],
  build: (call) => {
    const {change, slots} = adamChange(call);
    const kept = call.builder.emit('Mul', [call.parameters, call.scalars[4]!]);
    return {parameters: call.builder.emit('Sub', [kept, change]), slots};
  },
  // 1 − 0.01 − 0.1, and the second as PyTorch takes it
  examples: [{options: {weightDecay: 0.1}, parameter: 1, gradients: [0.5, -0.25], after: [0.89, 0.8544663]}],
});
