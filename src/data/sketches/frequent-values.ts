/**
 * The values that occur most often. One that fewer than ten rows hold is never named: it may tell of a person. Merging
 * adds up what is named; a value may have up to nine rows more for each part in which it was not, or as many as the last
 * that was named there where the list was full.
 */
export interface FrequentValues {
  values: readonly (readonly [value: string, rows: number])[];
  /** Rows with other values. */
  others: number;
}

/** Fewer rows than this may tell of a person (k-anonymity: Sweeney 2002, with k = 10). */
export const fewestRows = 10;
const mostValues = 100;

/** Of values that ten rows or more have. */
export function frequentValues(
  found: readonly {value: string; rows: number}[],
  present: number,
): FrequentValues {
  const values = mostFrequent(found.map(({value, rows}) => [value, rows] as const));
  const named = values.reduce((sum, [, rows]) => sum + rows, 0);
  return {values, others: present - named};
}

function mostFrequent(values: readonly (readonly [string, number])[]): FrequentValues['values'] {
  return [...values].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, mostValues);
}

export function mergeFrequent(one: FrequentValues, other: FrequentValues): FrequentValues {
  const counts = new Map<string, number>();
  for (const [value, rows] of [...one.values, ...other.values])
    counts.set(value, (counts.get(value) ?? 0) + rows);
  const values = mostFrequent([...counts]);
  const named = values.reduce((sum, [, rows]) => sum + rows, 0);
  const all = [...counts.values()].reduce((sum, rows) => sum + rows, 0);
  return {values, others: one.others + other.others + all - named};
}
