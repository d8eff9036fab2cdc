import {z} from 'zod';
import type {Builder, Value} from '../../graph/ops/op.js';
import {defineOptimizer, type OptimizerCall, type StepFacts, type UpdateRule} from './optimizer.js';

const share = z.number().min(0).lt(1);

const options = z.strictObject({
  /** ρ: the share of the past that the mean of the squares keeps. */
  rho: share.default(0.9),
  momentum: share.default(0),
  epsilon: z.number().positive().default(1e-7),
  /** Whether the mean gradient's square is taken from the mean of the squares. */
  centered: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

const plain = rule(false, false);

/**
 * v ← ρv + (1−ρ)g²;  a ← ρa + (1−ρ)g if centered, else a = 0
 * m ← μm + ηg / √(v − a² + ε);  p ← p − m
 * Tieleman and Hinton 2012, centered by Graves 2013, with Keras's ε inside the root. Kept are v/(1−ρ) and a/(1−ρ), so
 * that a step is eight operations on a vector: p ← p − rate · g / √(v' + ε/(1−ρ)), rate = η/√(1−ρ).
 */
export const rmsprop = defineOptimizer<Options>({
  summary: 'Steps by the gradient over the root of the mean of its squares.',
  options,
  ...plain,
  forms: {
    centered: rule(true, false),
    'centered-momentum': rule(true, true),
    momentum: rule(false, true),
  },
  form: ({centered, momentum}) => {
    const parts = [...(centered ? ['centered'] : []), ...(momentum > 0 ? ['momentum'] : [])];
    return parts.length > 0 ? parts.join('-') : undefined;
  },
  // v = 0.025 and 0.02875, a = 0.05 and 0.02: 1 − 0.05/√v first, then + 0.025/√(v − a²), to which momentum adds
  examples: [
    {parameter: 1, gradients: [0.5, -0.25], after: [0.6837729, 0.8312146]},
    {options: {momentum: 0.9}, parameter: 1, gradients: [0.5, -0.25], after: [0.6837729, 0.5466101]},
    {options: {centered: true}, parameter: 1, gradients: [0.5, -0.25], after: [0.6666674, 0.8151456]},
    {
      options: {centered: true, momentum: 0.9},
      parameter: 1,
      gradients: [0.5, -0.25],
      after: [0.6666674, 0.5151463],
    },
  ],
});

function rule(centered: boolean, momentum: boolean): UpdateRule<Options> {
  return {
    slots: ['velocity', ...(centered ? ['average'] : []), ...(momentum ? ['momentum'] : [])],
    scalars: ['rho', 'rate', 'epsilon', ...(centered ? ['fresh'] : []), ...(momentum ? ['momentum'] : [])],
    at: ({learningRate, options: chosen}: StepFacts<Options>) => {
      const fresh = 1 - chosen.rho;
      const always = [chosen.rho, learningRate / Math.sqrt(fresh), chosen.epsilon / fresh];
      return [...always, ...(centered ? [fresh] : []), ...(momentum ? [chosen.momentum] : [])];
    },
    build: (call) => build(call, centered, momentum),
  };
}

function build(
  {builder, parameters, gradient, slots, scalars}: OptimizerCall,
  centered: boolean,
  momentum: boolean,
) {
  const [rho, rate, epsilon] = scalars;
  const square = builder.emit('Mul', [gradient, gradient]);
  const velocity = builder.emit('Add', [builder.emit('Mul', [slots[0]!, rho!]), square]);
  const average = centered && builder.emit('Add', [builder.emit('Mul', [slots[1]!, rho!]), gradient]);
  const variance = average ? around(builder, velocity, average, scalars[3]!) : velocity;
  const spread = builder.emit('Sqrt', [builder.emit('Add', [variance, epsilon!])]);
  const step = builder.emit('Mul', [builder.emit('Div', [gradient, spread]), rate!]);
  const change = momentum
    ? builder.emit('Add', [builder.emit('Mul', [slots.at(-1)!, scalars.at(-1)!]), step])
    : step;
  const next = [velocity, ...(average ? [average] : []), ...(momentum ? [change] : [])];
  return {parameters: builder.emit('Sub', [parameters, change]), slots: next};
}

/** v' − (1−ρ)a'², which rounding must not take below zero. */
function around(builder: Builder, velocity: Value, average: Value, fresh: Value): Value {
  const square = builder.emit('Mul', [builder.emit('Mul', [average, average]), fresh]);
  return builder.emit('Relu', [builder.emit('Sub', [velocity, square])]);
}
