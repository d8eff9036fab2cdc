import type {Condition} from './dqdl/syntax.js';
import type {Measure, Measured} from './measure.js';
import type {TableColumn} from './table.js';

/** What a rule comes to over a table: numbers to ask for, what is made of them, and what of that is right. */
export interface Plan {
  measures: Readonly<Record<string, Measure>>;
  /** The number that is judged, or why there is none: a sentence. */
  metric(measured: Measured): number | string;
  /** What the number has to be. */
  judged: Condition;
  /** Rows that break the rule, where it is one over rows. */
  failing?(measured: Measured): number;
  /** SQL that is true of a row that keeps the rule. */
  fits?: string;
  /** Whether that looks at other rows too, so that it cannot stand in an aggregate. */
  looksAround?: boolean;
  /** The column whose values broke it, of which a failure tells more. */
  column?: TableColumn;
  /** TFDV's name for what is wrong, where it has one. */
  anomaly?(found: Found): string | undefined;
  /** What is kept for later runs, where that is not the number that is judged. */
  kept?: {name: string; metric(measured: Measured): number | string};
}

/** What is known of a metric that is not right. */
export interface Found {
  value: number;
  /** Where one bound was passed. */
  side: 'low' | 'high' | undefined;
  /** The least and the largest number of the plan's column, and how many values of it are NaN. */
  smallest?: number | null;
  largest?: number | null;
  nan?: number | null;
}

/** That a share is all of it, or that something is so. */
export function isOne(at: number): Condition {
  return {operator: '=', not: false, operands: [{kind: 'number', value: 1, at}], at};
}

/** A quotient, or why there is none. */
export function ratio(part: number | null, whole: number | null, of: string): number | string {
  if (part === null || whole === null) return `there are no ${of}`;
  if (whole === 0) return `it divides by zero, as there are no ${of}`;
  return part / whole;
}

/** A measured number, or why there is none. */
export function numberOr(value: number | null | undefined, why: string): number | string {
  return value === null || value === undefined || Number.isNaN(value) ? why : value;
}
