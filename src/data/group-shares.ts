/** How many rows of each stratum every group has: those of group g stand at starts[g] … starts[g + 1] − 1. */
export interface GroupCounts {
  starts: Int32Array;
  strata: Int32Array;
  rows: Int32Array;
}

/**
 * Puts whole groups into bins so that each bin gets its share of the rows and, as near as that allows, of every stratum.
 * Greedy, after scikit-learn's StratifiedGroupKFold: each group in turn, the largest first as they should come, goes where
 * the sum over bins and strata of (rows there / rows of the stratum − share)² / share grows least; all rows together count
 * as one more stratum. No bin stays empty where there are as many groups as bins.
 * @param shares of each bin, which add up to 1
 * @returns the bin of each group
 */
export function shareGroups({starts, strata, rows}: GroupCounts, shares: readonly number[]): Uint8Array {
  const groups = starts.length - 1;
  const count = strata.reduce((most, one) => Math.max(most, one + 1), 0);
  const totals = new Float64Array(count + 1);
  strata.forEach((stratum, at) => {
    totals[stratum]! += rows[at]!;
    totals[count]! += rows[at]!;
  });
  const filled = shares.map(() => new Float64Array(count + 1));
  /** What bin and stratum add to the sum when rows are put there, but for what is the same in every bin. */
  const growth = (bin: number, stratum: number, more: number) => {
    const [total, share] = [totals[stratum]!, shares[bin]!];
    return (more * (2 * filled[bin]![stratum]! + more)) / (total * total * share);
  };
  const bins = new Uint8Array(groups);
  let empty = shares.length;
  for (let group = 0; group < groups; group += 1) {
    const mustFill = groups - group <= empty;
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    let size = 0;
    for (let at = starts[group]!; at < starts[group + 1]!; at += 1) size += rows[at]!;
    for (let bin = 0; bin < shares.length; bin += 1) {
      if (mustFill && filled[bin]![count]! > 0) continue;
      let grown = growth(bin, count, size);
      for (let at = starts[group]!; at < starts[group + 1]!; at += 1)
        grown += growth(bin, strata[at]!, rows[at]!);
      if (grown < least - 1e-12) [best, least] = [bin, grown];
    }
    if (filled[best]![count] === 0) empty -= 1;
    for (let at = starts[group]!; at < starts[group + 1]!; at += 1) filled[best]![strata[at]!]! += rows[at]!;
    filled[best]![count]! += size;
    bins[group] = best;
  }
  return bins;
}
