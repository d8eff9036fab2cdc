import {z} from 'zod';
import {known} from '../../graph/shape.js';
import {defineLayer} from './layer.js';

/** [B, a, b, …] → [B, a·b·…] */
export const flatten = defineLayer({
  summary: 'All axes but the first laid out in one.',
  options: z.strictObject({}),
  build: ({builder, inputs: [x]}) => {
    const width = known(x!.shape.slice(1)).reduce((product, length) => product * length, 1);
    return builder.emit('Reshape', [x!, builder.integers([-1, width])]);
  },
  example: {options: {}, inputs: [{shape: [4, 3, 2]}]},
});
