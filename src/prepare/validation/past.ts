/** The metrics of one validation, as they are kept. */
export interface KeptMetrics {
  /** When, in milliseconds since 1970. */
  time: number;
  /** Of the data that they were measured over. */
  digest: string;
  metrics: Readonly<Record<string, number>>;
}

/**
 * What a metric was in earlier validations, the latest first. The same data validated again counts once, and the data at
 * hand does not count.
 */
export function pastOf(kept: readonly KeptMetrics[], digest: string): (metric: string) => number[] {
  const seen = new Set([digest]);
  const others = kept.toReversed().filter((one) => {
    const isNew = !seen.has(one.digest);
    seen.add(one.digest);
    return isNew;
  });
  return (metric) =>
    others.flatMap(({metrics}) => (Object.hasOwn(metrics, metric) ? [metrics[metric]!] : []));
}
