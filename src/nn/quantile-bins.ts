/**
 * The ends of at most so many bins that hold equal shares of some values: the quantiles, each once. Values that are
 * missing (NaN) do not count.
 * @returns two ends or more, rising: what `piecewise-linear-embedding` takes for a column.
 */
export function quantileBins(values: ArrayLike<number>, bins: number): number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => Number.isFinite(value))
    .sort();
  if (sorted.length === 0) return [0, 1];
  const ends = Array.from({length: bins + 1}, (_, at) => quantile(sorted, at / bins));
  const rising = ends.filter((end, at) => at === 0 || end > ends[at - 1]!);
  return rising.length > 1 ? rising : [rising[0]!, rising[0]! + 1];
}

/** Between two values in proportion, as NumPy's default does. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const next = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[next]! - sorted[below]!);
}
