import type {Tensor} from '../base/tensor.js';

/** The number that all elements of a float tensor are; undefined where they differ, or where there is none. */
export function onlyNumber({type, data}: Tensor): number | undefined {
  if (type !== 'float') return undefined;
  const numbers = data as Float32Array;
  return numbers.every((number) => Object.is(number, numbers[0])) ? numbers[0] : undefined;
}
