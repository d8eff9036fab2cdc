import type {ColumnSummary} from './column-summary.js';

/** A column while it is described. */
export interface SeenColumn extends ColumnSummary {
  present: number;
  /** The samples that are not missing. */
  texts: readonly string[];
  /** The words of the name, small, with a space between: `ParentID_2` is `parent id 2`. */
  words: string;
}

/** One number that tells something of a column. */
export type Feature = (column: SeenColumn) => number;

/** Features by what they are called where a prediction is explained. */
export type Features = Readonly<Record<string, Feature>>;

/** 0 for no values. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Population form; 0 for no values. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

/** How often a global pattern occurs in a text. */
export function occurrences(pattern: RegExp): (text: string) => number {
  return (text) => text.match(pattern)?.length ?? 0;
}
