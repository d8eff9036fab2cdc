import {type CountedBins, mergeBins, renumbered} from './counted-bins.js';

/**
 * A histogram of equal widths 2^exponent that begin at whole multiples of it: bin b counts the values of
 * [b·2^exponent, (b+1)·2^exponent). Two bins of a grid make one of the next coarser, so that histograms of any two sets
 * of values merge to that of their union, with nothing lost.
 */
export interface DyadicHistogram {
  exponent: number;
  bins: CountedBins;
}

/** Of a histogram, at most. */
const mostBins = 1024;
/** Numbers of bins are whole and exact in a double: none has more binary digits. */
const mostDigits = 44;
/** A double has no finer grid, and 2^-exponent is one as well. */
const finest = -1000;

/** The finest grid on which all from the smallest to the largest value lie in 1024 bins. */
export function exponentFor(minimum: number, maximum: number): number {
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  if (largest === 0) return finest;
  const span = maximum / 2 - minimum / 2;
  const byDigits = Math.ceil(Math.log2(largest)) - mostDigits;
  const bySpan = span > 0 ? Math.floor(Math.log2(span)) + 1 - Math.log2(mostBins) : finest;
  let exponent = Math.max(finest, byDigits, bySpan);
  while (binOf(maximum, exponent) - binOf(minimum, exponent) >= mostBins) exponent += 1;
  return exponent;
}

/** Such products are exact, but for those that are too small for a double: what was negative is then 0. */
function binOf(value: number, exponent: number): number {
  const bin = Math.floor(value * 2 ** -exponent);
  return value < 0 ? Math.min(bin, -1) : bin;
}

/** The bin of a finite DOUBLE, as SQL. */
export function dyadicBin(x: string, exponent: number): string {
  const bin = `CAST(floor(${x} * pow(2.0, ${-exponent})) AS BIGINT)`;
  return `CASE WHEN ${x} < 0 THEN least(${bin}, -1) ELSE ${bin} END`;
}

export function mergeDyadic(
  one: DyadicHistogram,
  other: DyadicHistogram,
  [minimum, maximum]: readonly [number, number],
): DyadicHistogram {
  const exponent = exponentFor(minimum, maximum);
  return {
    exponent,
    bins: mergeBins(coarser(one, exponent).bins, coarser(other, exponent).bins),
  };
}

/** The same values on a coarser grid. */
export function coarser({exponent, bins}: DyadicHistogram, to: number): DyadicHistogram {
  // A quotient that is too small for a double is −1 below zero, as every small one is.
  const factor = 2 ** (to - exponent);
  return {
    exponent: to,
    bins: renumbered(bins, (bin) =>
      bin < 0 ? Math.min(-1, Math.floor(bin / factor)) : Math.floor(bin / factor),
    ),
  };
}

/** The two ends of a bin. */
export function dyadicEnds(exponent: number, bin: number): [number, number] {
  return [bin * 2 ** exponent, (bin + 1) * 2 ** exponent];
}
