/**
 * The random words of one step of one lane, whole numbers in 0 … 2047: a function of the lane's seed and of the steps
 * that it has taken, so that a training which goes on from a checkpoint finds what one that never stopped does.
 */
export function stepWords(seed: number, step: number): number[] {
  const first = mixed((mixed(seed) + step) | 0);
  const second = mixed((first ^ mixed(~seed)) + 0x9e3779b9);
  return [first, second].flatMap((word) => [word >>> 21, (word >>> 10) & 2047]);
}

/** Every bit of 32 depends on each: Chris Wellons's "lowbias32". */
function mixed(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
