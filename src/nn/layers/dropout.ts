import {z} from 'zod';
import {type Random, randomStream} from '../../base/random.js';
import {floats} from '../../base/tensor.js';
import type {Builder, Value} from '../../graph/ops/op.js';
import {known} from '../../graph/shape.js';
import {defineLayer, unlessNumbers} from './layer.js';

/** Random words in, and hashes of rows: enough that 2⁴⁴ steps differ. */
const words = 4;
/**
 * A word is a whole number below it, so that the sum of four products is below 2²⁴ and exact in float32, in any order; a
 * factor of 11 bits is exact where a GPU multiplies in TF32 too.
 */
const wordLimit = 2 ** 11;
/** Steps of the numbers that are compared with the rate. */
const resolution = 2 ** 12;

/**
 * In training every element is 0 with probability `rate`, to within 1/4096, and else x / (1 − rate): Srivastava et al. 2014.
 * The mask is a function of the step's random words and of the layer's place, the same bits on every engine: a hash of
 * the words for every row (multiply-add-shift: Dietzfelbinger 1996), hashed again with each column's numbers.
 */
export const dropout = defineLayer({
  summary: 'In training, a share of the elements set to 0, by chance.',
  options: z.strictObject({rate: z.number().min(0).lt(1)}),
  scalars: ['rate'],
  isRandom: true,
  unfit: (inputs) => unlessNumbers(inputs),
  build: ({builder, inputs: [x], position, training}) => {
    if (!training) return x!;
    const rate = training.scalar('rate');
    const chance = uniform(builder, training.words(), known(x!.shape), randomStream(position, 'dropout'));
    const kept = builder.emit('Div', [x!, builder.emit('Sub', [builder.scalar(1), rate])]);
    return builder.emit('Where', [builder.emit('Less', [chance, rate]), builder.scalar(0), kept]);
  },
  example: {options: {rate: 0.25}, inputs: [{shape: [4, 5]}]},
});

/** Multiples of 1/4096 in [0, 1), of a shape [B, …]. */
function uniform(builder: Builder, seed: Value, shape: readonly number[], random: Random): Value {
  const [rows, ...rest] = shape as [number, ...number[]];
  const width = rest.reduce((product, length) => product * length, 1);
  const table = (columns: number, scale: number) => {
    const numbers = Array.from({length: words * columns}, () => random.integer(wordLimit) * scale);
    return builder.constant(floats([words, columns], numbers));
  };
  const sums = builder.emit('MatMul', [seed, table(words * rows, 2 ** -9)]);
  const perRow = builder.emit('Mul', [
    fraction(builder, builder.emit('Mul', [builder.emit('Floor', [sums]), builder.scalar(1 / wordLimit)])),
    builder.scalar(wordLimit),
  ]);
  const perElement = builder.emit('MatMul', [
    builder.emit('Reshape', [perRow, builder.integers([rows, words])]),
    table(width, 1 / resolution),
  ]);
  const flat = fraction(builder, perElement);
  return rest.length === 1 ? flat : builder.emit('Reshape', [flat, builder.integers(shape)]);
}

function fraction(builder: Builder, value: Value): Value {
  return builder.emit('Sub', [value, builder.emit('Floor', [value])]);
}
