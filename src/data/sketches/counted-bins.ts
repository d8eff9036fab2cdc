/** Bins that hold something, by number and in its order, and how many values lie in each. */
export type CountedBins = readonly (readonly [bin: number, count: number])[];

/** Both together: counts of the same bin add up. */
export function mergeBins(one: CountedBins, other: CountedBins): CountedBins {
  return summed([...one, ...other]);
}

/** Bins of another numbering: what falls into one bin adds up. */
export function renumbered(bins: CountedBins, number: (bin: number) => number): CountedBins {
  return summed(bins.map(([bin, count]) => [number(bin), count] as const));
}

function summed(bins: CountedBins): CountedBins {
  const counts = new Map<number, number>();
  for (const [bin, count] of bins) counts.set(bin, (counts.get(bin) ?? 0) + count);
  return [...counts].sort(([a], [b]) => a - b);
}

export function total(bins: CountedBins): number {
  return bins.reduce((sum, [, count]) => sum + count, 0);
}
