import type {Loss} from './loss.js';

/** (output − target)² */
export const meanSquaredError: Loss = {
  summary: 'The squared difference.',
  target: 'float',
  build: ({builder, logits, target}) => {
    const output = builder.emit('Reshape', [logits, builder.integers([-1])]);
    const difference = builder.emit('Sub', [output, target]);
    return builder.emit('Mul', [difference, difference]);
  },
  example: {outputs: 1, logits: [1, -1, 0, 3], targets: [0.5, -1, 2, 0], values: [0.25, 0, 4, 9]},
};
