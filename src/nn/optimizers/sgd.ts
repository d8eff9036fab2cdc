import {z} from 'zod';
import {defineOptimizer, type UpdateRule} from './optimizer.js';

const options = z.strictObject({
  /** μ: the share of its velocity that a weight keeps. */
  momentum: z.number().min(0).lt(1).default(0),
  nesterov: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

/** v ← μv − ηg;  p ← p + v. Polyak 1964. */
const momentum: UpdateRule<Options> = {
  slots: ['velocity'],
  scalars: ['momentum', 'rate'],
  at: ({learningRate, options: {momentum}}) => [momentum, learningRate],
  build: ({builder, parameters, gradient, slots: [before], scalars: [share, rate]}) => {
    const change = builder.emit('Mul', [gradient, rate!]);
    const velocity = builder.emit('Sub', [builder.emit('Mul', [before!, share!]), change]);
    return {parameters: builder.emit('Add', [parameters, velocity]), slots: [velocity]};
  },
};

/**
 * v ← μv − ηg;  p ← p + μv − ηg. Nesterov 1983, as Sutskever et al. 2013 write it. Kept is μv, so that a step is five
 * operations on a vector.
 */
const nesterov: UpdateRule<Options> = {
  ...momentum,
  build: ({builder, parameters, gradient, slots: [before], scalars: [share, rate]}) => {
    const change = builder.emit('Mul', [gradient, rate!]);
    const velocity = builder.emit('Mul', [builder.emit('Sub', [before!, change]), share!]);
    const ahead = builder.emit('Sub', [velocity, change]);
    return {parameters: builder.emit('Add', [parameters, ahead]), slots: [velocity]};
  },
};

/** p ← p − ηg: without momentum nothing is remembered. */
export const sgd = defineOptimizer<Options>({
  summary: 'Steps against the gradient, with momentum if asked for.',
  options,
  slots: [],
  scalars: ['rate'],
  at: ({learningRate}) => [learningRate],
  build: ({builder, parameters, gradient, scalars: [rate]}) => {
    const change = builder.emit('Mul', [gradient, rate!]);
    return {parameters: builder.emit('Sub', [parameters, change]), slots: []};
  },
  forms: {momentum, nesterov},
  form: (chosen) => (chosen.momentum === 0 ? undefined : chosen.nesterov ? 'nesterov' : 'momentum'),
  // v = −0.05, then −0.045 + 0.025; ahead of it 0.9 v + each −0.1 g
  examples: [
    {parameter: 1, gradients: [0.5, -0.25], after: [0.95, 0.975]},
    {options: {momentum: 0.9}, parameter: 1, gradients: [0.5, -0.25], after: [0.95, 0.93]},
    {
      options: {momentum: 0.9, nesterov: true},
      parameter: 1,
      gradients: [0.5, -0.25],
      after: [0.905, 0.912],
    },
  ],
});
