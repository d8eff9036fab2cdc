import type {Builder, Value} from '../graph/ops/op.js';

type Build = (builder: Builder, x: Value) => Value;

const builds = {
  linear: (_builder, x) => x,
  // x where it is positive, else exp(x) − 1, which is asked for no positive x
  elu: (builder, x) => {
    const below = builder.emit('Exp', [builder.emit('Min', [x, builder.scalar(0)])]);
    const positive = builder.emit('Greater', [x, builder.scalar(0)]);
    return builder.emit('Where', [positive, x, builder.emit('Sub', [below, builder.scalar(1)])]);
  },
  // x Φ(x) = x/2 (1 + erf(x/√2)): Hendrycks and Gimpel 2016
  gelu: (builder, x) => {
    const erf = builder.emit('Erf', [builder.emit('Mul', [x, builder.scalar(Math.SQRT1_2)])]);
    const share = builder.emit('Add', [builder.scalar(1), erf]);
    return builder.emit('Mul', [builder.emit('Mul', [x, builder.scalar(0.5)]), share]);
  },
  'leaky-relu': (builder, x) =>
    builder.emit('Max', [x, builder.emit('Mul', [x, builder.scalar(leakySlope)])]),
  relu: (builder, x) => builder.emit('Relu', [x]),
  sigmoid: (builder, x) => builder.emit('Sigmoid', [x]),
  // x σ(x)
  silu: (builder, x) => builder.emit('Mul', [x, builder.emit('Sigmoid', [x])]),
  // max(0, x) + log(1 + exp(−|x|)): neither overflows. A tie gives its gradient to the second, so that the slope at 0 is 1/2.
  softplus: (builder, x) => {
    const decay = builder.emit('Exp', [builder.emit('Min', [x, builder.emit('Neg', [x])])]);
    const rest = builder.emit('Log', [builder.emit('Add', [builder.scalar(1), decay])]);
    return builder.emit('Add', [builder.emit('Max', [builder.scalar(0), x]), rest]);
  },
  tanh: (builder, x) => builder.emit('Tanh', [x]),
} as const satisfies Record<string, Build>;

export type Activation = keyof typeof builds;

/** By Keras's names, with hyphens. */
export const activations = Object.keys(builds) as [Activation, ...Activation[]];

/** Keras's default. */
const leakySlope = 0.2;

export function activate(builder: Builder, activation: Activation, value: Value): Value {
  return builds[activation](builder, value);
}
