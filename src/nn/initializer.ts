import type {Random} from '../base/random.js';
import {size} from '../base/tensor.js';

/** How a weight starts, by Keras's names; `normal` gives a standard deviation. */
export type Initializer = 'glorot-uniform' | 'uniform' | 'zeros' | 'ones' | {normal: number};

const draws: Readonly<
  Record<Extract<Initializer, string>, (shape: readonly number[], random: Random) => () => number>
> = {
  // U(−l, l), l = √(6 / (fan in + fan out)): Glorot and Bengio 2010, eq. 16
  'glorot-uniform': (shape, random) => {
    const limit = Math.sqrt(6 / (shape.at(-2)! + shape.at(-1)!));
    return () => limit * (2 * random.uniform() - 1);
  },
  uniform: (_shape, random) => () => 0.05 * (2 * random.uniform() - 1),
  zeros: () => () => 0,
  ones: () => () => 1,
};

/** The first values of a weight of this shape. */
export function initialize(initializer: Initializer, shape: readonly number[], random: Random): Float32Array {
  const draw =
    typeof initializer === 'string'
      ? draws[initializer](shape, random)
      : () => initializer.normal * random.normal();
  return Float32Array.from({length: size(shape)}, draw);
}
