/**
 * What the classifier of feature types sees of a column: a few aggregates over all rows, and five of its values. A raw column
 * in DuckDB and a row of the labelled benchmark both come to this, so that it is used on what it was trained on.
 */
export interface ColumnSummary {
  name: string;
  rows: number;
  missing: number;
  /** Distinct values that are not missing. */
  distinct: number;
  /** Of a column whose values are all numbers or missing; undefined for text, and where all of this is 0. */
  numbers: NumberSummary | undefined;
  /** Five values: distinct ones in the order in which they come, then the same again; null where one is missing. */
  samples: readonly (string | null)[];
}

export interface NumberSummary {
  mean: number;
  /** Standard deviation, population form. */
  deviation: number;
  minimum: number;
  maximum: number;
}

/** The benchmark has zeros for what text has none of: a column of zeros cannot be told from text by them. */
export function numbersUnlessZero(numbers: NumberSummary): NumberSummary | undefined {
  const {deviation, minimum, maximum} = numbers;
  const mean = onGrid(numbers.mean, (maximum - minimum) * 1e-9);
  if ([mean, deviation, minimum, maximum].every((value) => value === 0)) return undefined;
  return {mean, deviation, minimum, maximum};
}

/** What is left of sums that cancel depends on their order, and so on threads: it may not decide. */
function onGrid(value: number, step: number): number {
  return step > 0 && Number.isFinite(step) ? Math.round(value / step) * step : value;
}
