/**
 * Thresholds between the distinct values of a sorted column, such that every bin holds about as many rows: a value that
 * alone fills a bin or more has one to itself. Each threshold is a float32 in the middle of two neighbours, so that
 * what is below it in training is below it wherever float32 is compared.
 *
 * @param sorted ascending, without NaN
 * @param most bins, at least 2
 * @returns ascending, at most `most` − 1
 */
export function quantileThresholds(sorted: Float32Array, most: number): Float32Array {
  const {values, counts} = distinct(sorted);
  if (values.length <= most) return between(values, [...values.keys()].slice(1));
  return between(values, cuts(counts, most));
}

/**
 * The first value of every bin but the first: a bin is closed once it holds its share of the rows that are left, those of
 * values that fill a bin by themselves set apart.
 */
function cuts(counts: Uint32Array, most: number): number[] {
  let rows = counts.reduce((sum, count) => sum + count, 0);
  const large = rows / most;
  let bins = most;
  for (const count of counts.filter((own) => own >= large)) {
    rows -= count;
    bins -= 1;
  }
  const found: number[] = [];
  let [held, share] = [0, rows / Math.max(1, bins)];
  for (let at = 0; at + 1 < counts.length && found.length < most - 1; at += 1) {
    const isLarge = counts[at]! >= large;
    held += counts[at]!;
    if (!isLarge) rows -= counts[at]!;
    if (!isLarge && held < share && !(counts[at + 1]! >= large && held >= share / 2)) continue;
    found.push(at + 1);
    held = 0;
    if (isLarge) continue;
    bins -= 1;
    share = rows / Math.max(1, bins);
  }
  return found;
}

function between(values: Float32Array, firsts: readonly number[]): Float32Array {
  return Float32Array.from(firsts, (first) => {
    const [below, above] = [values[first - 1]!, values[first]!];
    const middle = Math.fround(below / 2 + above / 2);
    return middle >= below && middle < above ? middle : below;
  });
}

function distinct(sorted: Float32Array): {values: Float32Array; counts: Uint32Array} {
  const values = new Float32Array(sorted.length);
  const counts = new Uint32Array(sorted.length);
  let last = -1;
  for (let at = 0; at < sorted.length; at += 1) {
    const value = sorted[at]!;
    if (last < 0 || value !== values[last]) {
      last += 1;
      values[last] = value;
    }
    counts[last]! += 1;
  }
  return {values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1)};
}
