/** Squares of numbers beyond 1e150 are more than a DOUBLE holds. */
const largestSquared = 1e150;

/** A number that can be squared, as SQL: what lies beyond counts as the last one that can. */
export function bounded(x: string): string {
  // Not by `greatest` and `least`, which pass over what is missing and would make a number of it.
  return `CASE WHEN ${x} > ${largestSquared} THEN ${largestSquared} WHEN ${x} < -${largestSquared} THEN -${largestSquared} ELSE ${x} END`;
}
