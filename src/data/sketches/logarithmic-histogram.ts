/**
 * Bins that grow with their values, as those of DDSketch (Masson, Rim and Lee, VLDB 2019, section 2): bin i > 0 counts the
 * values of (γ^(i−s−1), γ^(i−s)], bin −i those of the same size below 0, bin 0 counts zeros. Any value of a bin is within
 * 1% of its middle. All sets of values have the same bins, so that their histograms merge with nothing lost.
 */
const gamma = 1.02;
/** The s above: the smallest double has a bin number above 0. */
const shift = 40_000;

/** The bin of a finite DOUBLE, as SQL. */
export function logarithmicBin(x: string): string {
  const size = `CAST(ceil(ln(abs(nullif(${x}, 0))) / ${Math.log(gamma)}) AS INTEGER) + ${shift}`;
  return `CASE WHEN ${x} = 0 THEN 0 ELSE CAST(sign(${x}) AS INTEGER) * (${size}) END`;
}

/** The two ends of a bin. */
export function logarithmicEnds(bin: number): [number, number] {
  if (bin === 0) return [0, 0];
  const size = Math.abs(bin) - shift;
  const [near, far] = [gamma ** (size - 1), gamma ** size];
  return bin > 0 ? [near, far] : [-far, -near];
}
