import type {Labels} from '../dqdl/syntax.js';

/** What became of one rule. */
export interface RuleResult {
  /** `r1`, `r2` … in the order of the rules. */
  id: string;
  /** The rule, as DQDL has it. */
  rule: string;
  level: 'error' | 'warning';
  status: 'passed' | 'failed' | 'skipped';
  /** The number that was judged; null where there is none, or several. */
  value: number | null;
  expected: string;
  found: string;
  /** How many rows broke it; null where it is not about single rows. */
  failing_rows: number | null;
  /** TFDV's name for what is wrong. */
  anomaly: string | null;
  labels: Labels;
}

export interface Validation {
  rows: number;
  /** Whether no rule of level `error` failed. */
  passed: boolean;
  rules: RuleResult[];
  /** What the analyzers measured; null where there was nothing to measure. */
  analyzers: {analyzer: string; value: number | null}[];
}
