import {z} from 'zod';
import type {Builder, Value} from '../../graph/ops/op.js';
import {defineLayer, type LayerCall, unlessNumbers} from './layer.js';

const options = z.strictObject({
  momentum: z.number().min(0).max(1).default(0.99),
  epsilon: z.number().positive().default(0.001),
  center: z.boolean().default(true),
  scale: z.boolean().default(true),
});

interface Moments {
  mean: Value;
  variance: Value;
}

/**
 * (x − mean) / √(variance + ε) γ + β over the last axis: Ioffe and Szegedy 2015. In training the moments are those of the
 * batch, each row counted by its weight, so that rows which only fill up count for nothing; the running moments move
 * toward them by 1 − momentum, and are what predictions use.
 */
export const batchNormalization = defineLayer({
  summary: 'Every column brought to mean 0 and variance 1, then scaled and moved by what is learned.',
  options,
  unfit: (inputs) => unlessNumbers(inputs),
  build: (call) => {
    const {builder, inputs, weight} = call;
    const {epsilon, center, scale} = call.options;
    const x = inputs[0]!;
    const width = x.shape.at(-1) as number;
    const running = {
      mean: weight('moving-mean', [width], 'zeros', false),
      variance: weight('moving-variance', [width], 'ones', false),
    };
    const {mean, variance} = call.training ? batchMoments(call, x, running) : running;
    const deviation = builder.emit('Sqrt', [builder.emit('Add', [variance, builder.scalar(epsilon)])]);
    const normal = builder.emit('Div', [builder.emit('Sub', [x, mean]), deviation]);
    const scaled = scale ? builder.emit('Mul', [normal, weight('gamma', [width], 'ones')]) : normal;
    return center ? builder.emit('Add', [scaled, weight('beta', [width], 'zeros')]) : scaled;
  },
  example: {options: {momentum: 0.9}, inputs: [{shape: [4, 5]}]},
});

/** The moments of the batch, which the running ones move toward. */
function batchMoments(
  {builder, training, options: {momentum}}: LayerCall<z.infer<typeof options>>,
  x: Value,
  running: Moments,
): Moments {
  const shares = sharesOf(builder, x, training!.rowWeight);
  const axes = builder.integers(x.shape.slice(0, -1).map((_, axis) => axis));
  const average = (value: Value) =>
    builder.emit('ReduceSum', [builder.emit('Mul', [value, shares]), axes], {keepdims: 0});
  const mean = average(x);
  const centred = builder.emit('Sub', [x, mean]);
  const batch = {mean, variance: average(builder.emit('Mul', [centred, centred]))};
  for (const moment of ['mean', 'variance'] as const) {
    const old = builder.emit('Mul', [running[moment], builder.scalar(momentum)]);
    const fresh = builder.emit('Mul', [batch[moment], builder.scalar(1 - momentum)]);
    training!.replace(running[moment], builder.emit('Add', [old, fresh]));
  }
  return batch;
}

/** What each row's places count for, [B, 1, …]; over all places they add up to 1. */
function sharesOf(builder: Builder, {shape}: Value, weight: Value): Value {
  const places = (shape.slice(1, -1) as number[]).reduce((product, length) => product * length, 1);
  const total = builder.emit('ReduceSum', [weight, builder.integers([0])], {keepdims: 0});
  const shares = builder.emit('Div', [weight, builder.emit('Mul', [total, builder.scalar(places)])]);
  return builder.emit('Reshape', [shares, builder.integers([-1, ...shape.slice(1).fill(1)] as number[])]);
}
