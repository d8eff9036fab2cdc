import {binWords} from './bin-layout.js';
import {type BinnedTable, columnsPerWord} from './binned-table.js';
import {binCount} from './bins.js';
import type {Kernel} from './kernel.js';
import type {Scales} from './quantization.js';
import type {Sums} from './split-rules.js';

/** Of the rows of a node, by column and bin: Σ gradient, Σ hessian, and how many they are; as `kernel.wat` lays them out. */
export interface Histogram {
  kernel: Kernel;
  words: Uint32Array;
  signed: Int32Array;
  scales: Scales;
}

/** Where the bins of each column begin; behind the last column, where those of columns begin that fill up its block. */
export function binStarts({bins, blocks}: BinnedTable): Int32Array {
  const starts = new Int32Array(columnsPerWord * blocks.length + 1);
  for (let column = 0; column + 1 < starts.length; column += 1)
    starts[column + 1] = starts[column]! + (column < bins.length ? binCount(bins[column]!) : 1);
  return starts;
}

export function newHistogram(kernel: Kernel, starts: Int32Array): Omit<Histogram, 'scales'> {
  const words = kernel.words(binWords * starts.at(-1)!);
  return {kernel, words, signed: kernel.signed(words)};
}

/** What the upper half of a sum counts. */
export const high = 2 ** 32;

export function gradientIn({words, signed, scales}: Histogram, bin: number): number {
  return (signed[binWords * bin + 1]! * high + words[binWords * bin]!) * scales.gradient;
}

export function hessianIn({words, signed, scales}: Histogram, bin: number): number {
  return ((signed[binWords * bin + 3]! & 255) * high + words[binWords * bin + 2]!) * scales.hessian;
}

export function rowsIn({signed}: Histogram, bin: number): number {
  return signed[binWords * bin + 3]! >>> 8;
}

export function sumsIn(histogram: Histogram, bin: number): Sums {
  return {
    gradient: gradientIn(histogram, bin),
    hessian: hessianIn(histogram, bin),
    rows: rowsIn(histogram, bin),
  };
}

/** Of all rows: every one of them is in one bin of a column. */
export function columnSums(histogram: Histogram, from: number, to: number): Sums {
  const sums = {gradient: 0, hessian: 0, rows: 0};
  for (let bin = from; bin < to; bin += 1) {
    sums.gradient += gradientIn(histogram, bin);
    sums.hessian += hessianIn(histogram, bin);
    sums.rows += rowsIn(histogram, bin);
  }
  return sums;
}
