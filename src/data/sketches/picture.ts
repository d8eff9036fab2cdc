import type {NumberSketch} from './column-sketch.js';
import {coarser, dyadicEnds} from './dyadic-histogram.js';
import {logarithmicEnds} from './logarithmic-histogram.js';
import {quantile} from './quantile.js';

/** A histogram to look at. */
export interface Picture {
  /** Whether bins grow with their values: where most of them would share one bin else. */
  scale: 'even' | 'logarithmic';
  bars: {from: number; to: number; rows: number}[];
}

/** Of bars to look at, at most. */
const mostBars = 32;
/** Of the range, in which half of all values lie: on an even scale they would share three bars. */
const narrow = 1 / 12;

/** Bars from the smallest to the largest value, empty ones included. */
export function pictureOf(numbers: NumberSketch): Picture {
  const {dyadic} = numbers;
  if (isSkewed(numbers)) return {scale: 'logarithmic', bars: logarithmicBars(numbers)};
  let grid = dyadic;
  while (spanOf(grid.bins) > mostBars) grid = coarser(grid, grid.exponent + 1);
  const counts = new Map(grid.bins);
  const [first, last] = [grid.bins[0]![0], grid.bins.at(-1)![0]];
  const bars = Array.from({length: last - first + 1}, (_, at) => {
    const [from, to] = dyadicEnds(grid.exponent, first + at);
    return {from, to, rows: counts.get(first + at) ?? 0};
  });
  return {scale: 'even', bars};
}

/** From 0 on, over two powers of ten at least, with half of the values at the low end. */
function isSkewed(numbers: NumberSketch): boolean {
  const {minimum, maximum} = numbers.moments;
  const [least] = numbers.logarithmic.filter(([bin]) => bin > 0);
  const half = quantile(numbers, 0.75) - quantile(numbers, 0.25);
  if (minimum < 0 || !least || half >= narrow * (maximum - minimum)) return false;
  return maximum / logarithmicEnds(least[0])[1] > 100;
}

function spanOf(bins: readonly (readonly [number, number])[]): number {
  return bins.at(-1)![0] - bins[0]![0] + 1;
}

/** Zeros have a bar of their own. */
function logarithmicBars({logarithmic}: NumberSketch): Picture['bars'] {
  const above = logarithmic.filter(([bin]) => bin > 0);
  const first = above[0]![0];
  const width = Math.ceil(spanOf(above) / mostBars);
  const bars = Array.from({length: Math.ceil(spanOf(above) / width)}, (_, at) => ({
    from: logarithmicEnds(first + at * width)[0],
    to: logarithmicEnds(first + (at + 1) * width - 1)[1],
    rows: 0,
  }));
  for (const [bin, rows] of above) bars[Math.floor((bin - first) / width)]!.rows += rows;
  const zeros = logarithmic.find(([bin]) => bin === 0)?.[1] ?? 0;
  return zeros > 0 ? [{from: 0, to: 0, rows: zeros}, ...bars] : bars;
}
