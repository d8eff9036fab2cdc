/** As `kernel.wat` has them; pointers are in bytes. */
export interface Loops {
  gather(rows: number, count: number, pairs: number, to: number): void;
  work(at: number): void;
  subtract(from: number, other: number, bytes: number): void;
  divide(rows: number, count: number, spare: number, words: number, shift: number, sides: number): number;
  /** Bins, how many; left, all: gradient, hessian, rows; two scales; the least of rows and hessian; λ; where what is found goes. */
  scan(...places: [number, number, ...number[]]): number;
  exp(at: number, count: number): void;
  largest(at: number, count: number): number;
  /** Gradients, hessians, count, a scale of each, pairs. */
  quantize(...places: [number, number, number, number, number, number]): void;
  /** Values, count, thresholds, the bin of missing ones, words, shift. */
  search(...places: [number, number, number, number, number, number]): void;
}
