import {z} from 'zod';
import {activate} from '../activation.js';
import {defineLoss, type LossCall} from './loss.js';

const options = z.strictObject({
  /** The share of every target that is spread over both classes alike. */
  labelSmoothing: z.number().min(0).lt(1).default(0),
});

/** −log σ(z) for class 1, −log σ(−z) for class 0: softplus((1 − 2t) z), of one logit z. Holds at any z. */
export const binaryCrossentropy = defineLoss({
  summary: 'Minus the log-probability of the true one of two classes, from one logit: that of the second.',
  target: 'codes',
  outputs: 'one',
  options,
  scalars: [],
  at: () => [],
  build: (call) => {
    const {builder} = call;
    const twice = builder.emit('Mul', [codes(call), builder.scalar(2)]);
    const sign = builder.emit('Sub', [builder.scalar(1), twice]);
    return activate(builder, 'softplus', builder.emit('Mul', [logit(call), sign]));
  },
  forms: {
    // softplus(z) − t z, t ← (1 − s) t + s/2
    smoothed: {
      scalars: ['kept', 'spread'],
      at: ({labelSmoothing}) => [1 - labelSmoothing, labelSmoothing / 2],
      build: (call) => {
        const {builder, scalars} = call;
        const target = builder.emit('Add', [builder.emit('Mul', [codes(call), scalars[0]!]), scalars[1]!]);
        const z = logit(call);
        return builder.emit('Sub', [activate(builder, 'softplus', z), builder.emit('Mul', [z, target])]);
      },
    },
  },
  form: ({labelSmoothing}) => (labelSmoothing > 0 ? 'smoothed' : undefined),
  examples: [
    // ln(1 + e⁻²) and ln(1 + e²)
    {
      outputs: 1,
      logits: [0, 0, 2, 2],
      targets: [0, 1, 1, 0],
      values: [Math.LN2, Math.LN2, 0.126928011, 2.126928011],
    },
    // less 2 · 0.9 and 2 · 0.1
    {
      options: {labelSmoothing: 0.2},
      outputs: 1,
      logits: [2, 2],
      targets: [1, 0],
      values: [0.326928011, 1.926928011],
    },
  ],
});

function codes({builder, target}: LossCall) {
  return builder.emit('Cast', [target], {to: 'float'});
}

function logit({builder, logits}: LossCall) {
  return builder.emit('Reshape', [logits, builder.integers([-1])]);
}
