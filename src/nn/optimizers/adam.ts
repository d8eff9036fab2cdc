import type {Builder, Value} from '../../graph/ops/op.js';
import type {Optimizer} from './optimizer.js';

const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-7];

/**
 * m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²
 * p ← p − η (m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)
 * Kingma and Ba 2015, algorithm 1.
 */
export const adam: Optimizer = {
  summary: 'Steps by the mean of the gradients over the root of the mean of their squares.',
  slots: ['momentum', 'velocity'],
  build: ({builder, parameters, gradient, slots, step, learningRate}) => {
    const momentum = average(builder, slots[0]!, gradient, beta1);
    const velocity = average(builder, slots[1]!, builder.emit('Mul', [gradient, gradient]), beta2);
    const mean = builder.emit('Div', [momentum, correction(builder, step, beta1)]);
    const spread = builder.emit('Sqrt', [builder.emit('Div', [velocity, correction(builder, step, beta2)])]);
    const direction = builder.emit('Div', [mean, builder.emit('Add', [spread, builder.scalar(epsilon)])]);
    const change = builder.emit('Mul', [learningRate, direction]);
    return {parameters: builder.emit('Sub', [parameters, change]), slots: [momentum, velocity]};
  },
  example: {parameter: 1, gradient: 0.5, after: [0.9, 0.8]},
};

// βa + (1−β)b
function average(builder: Builder, a: Value, b: Value, beta: number): Value {
  const kept = builder.emit('Mul', [a, builder.scalar(beta)]);
  return builder.emit('Add', [kept, builder.emit('Mul', [b, builder.scalar(1 - beta)])]);
}

// 1 − βᵗ
function correction(builder: Builder, step: Value, beta: number): Value {
  const power = builder.emit('Exp', [builder.emit('Mul', [step, builder.scalar(Math.log(beta))])]);
  return builder.emit('Sub', [builder.scalar(1), power]);
}
