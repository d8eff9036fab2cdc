import type {NumberSketch} from './column-sketch.js';
import type {CountedBins} from './counted-bins.js';
import {dyadicEnds} from './dyadic-histogram.js';
import {logarithmicEnds} from './logarithmic-histogram.js';

/**
 * The value below which a share of all lies, 0 … 1. Both histograms count exactly, so that the value lies in a known bin of
 * each, and in what the two have in common: within 2% of itself, and within 1/512 of the range. There it is interpolated.
 * Of whole numbers it is one of them.
 */
export function quantile({moments, dyadic, logarithmic, whole}: NumberSketch, share: number): number {
  const {count, minimum, maximum} = moments;
  if (share <= 0) return minimum;
  if (share >= 1) return maximum;
  const rank = share * (count - 1);
  const within = ([low, high]: [number, number]): [number, number] => [
    Math.max(low, minimum),
    Math.min(high, maximum),
  ];
  const even = placed(dyadic.bins, rank, (bin) => within(dyadicEnds(dyadic.exponent, bin)));
  const uneven = placed(logarithmic, rank, (bin) => within(logarithmicEnds(bin)));
  const [low, high] = [Math.max(even.low, uneven.low), Math.min(even.high, uneven.high)];
  const narrower = even.high / 2 - even.low / 2 < uneven.high / 2 - uneven.low / 2 ? even : uneven;
  const inside = narrower.low * (1 - narrower.within) + narrower.high * narrower.within;
  return Math.min(high, Math.max(low, whole ? Math.floor(inside) : inside));
}

interface Place {
  low: number;
  high: number;
  /** How far into the bin, 0 … 1. */
  within: number;
}

function placed(bins: CountedBins, rank: number, ends: (bin: number) => [number, number]): Place {
  let before = 0;
  for (const [bin, count] of bins) {
    if (rank < before + count || bin === bins.at(-1)![0]) {
      const [low, high] = ends(bin);
      return {low, high, within: Math.min(1, (rank - before) / count)};
    }
    before += count;
  }
  throw new Error('A histogram of nothing has no quantiles.');
}
