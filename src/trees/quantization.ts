import type {Kernel} from './kernel.js';

/** What a whole number in a row's pair stands for: powers of two, so that sums of such numbers lose nothing. */
export interface Scales {
  gradient: number;
  hessian: number;
}

/** Bits of a gradient but its sign, of a hessian, and of the sum of hessians. */
const [gradientBits, hessianBits, sumBits] = [30, 30, 40];

/**
 * Gradients and hessians as whole numbers, as fine as their largest allows: of a million rows to 2⁻³⁰ of the largest
 * gradient and 2⁻¹⁹ of the largest hessian. (Shi et al. 2022 show that trees bear much coarser ones.)
 *
 * @param pairs gradient and hessian of each row, one after the other
 */
export function quantize(
  kernel: Kernel,
  gradients: Float32Array,
  hessians: Float32Array,
  pairs: Int32Array,
): Scales {
  const room = Math.min(hessianBits, sumBits - 1 - Math.ceil(Math.log2(gradients.length + 1)));
  const up = upTo(kernel.largest(gradients), gradientBits);
  const across = upTo(kernel.largest(hessians), room);
  kernel.quantize(gradients, hessians, [up, across], pairs);
  return {gradient: 1 / up, hessian: 1 / across};
}

/** The largest power of two by which a number stays below so many bits, within what float32 can hold. */
function upTo(value: number, bits: number): number {
  if (!(value > 0)) return 1;
  return 2 ** Math.max(-126, Math.min(127, bits - 1 - Math.floor(Math.log2(value))));
}
