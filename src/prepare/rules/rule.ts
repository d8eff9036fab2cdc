import type {AdlError} from '../../base/errors.js';
import type {Fault} from '../dqdl/fault.js';
import type {Check, Parameter} from '../dqdl/syntax.js';
import type {Plan} from '../plan.js';
import type {Table, TableColumn} from '../table.js';

/** What a rule is planned with. */
export interface Planning {
  table: Table;
  /** The present, in milliseconds since 1970. */
  now: number;
  /** The column that a parameter names. @throws RULE_INVALID */
  column(parameter: Parameter): TableColumn;
  /** The other table that a parameter names. @throws RULE_INVALID */
  reference(parameter: Parameter): Table;
  /** The column of another table. @throws RULE_INVALID */
  columnOf(table: Table, parameter: Parameter): TableColumn;
  /** The plan of a rule within a rule. @throws RULE_INVALID */
  plan(check: Check): Promise<Plan>;
  /** What a metric was in earlier runs, the latest first. */
  past(metric: string): readonly number[];
  /** A query that was checked: in it `primary` is the table, by its rows `"adl:row"`. @throws RULE_INVALID */
  query(statement: Parameter, form: 'number' | 'rows'): Promise<string>;
  fault(fault: Fault): AdlError;
}

/** A column with its values, row by row; names of types are DuckDB's. */
export interface ExampleTable {
  columns: Record<string, string>;
  rows: (string | number | boolean | null)[][];
}

/** A kind of rule, by AWS Glue's word in DQDL. */
export interface RuleType {
  /** As DQDL writes it. */
  word: string;
  summary: string;
  /** What stands after the word: the names of columns, other texts. `…` after the last: one or more of it; `?`: one or none. */
  parameters: readonly ParameterName[];
  /** What may follow: `number` and `duration` have to, `none` may not. */
  condition: 'number' | 'number?' | 'values' | 'types' | 'duration' | 'none';
  /** Whether `with threshold` may stand at the end. */
  threshold?: true;
  /** Whether `where` may not. */
  unfiltered?: true;
  /** @throws RULE_INVALID */
  plan(check: Check, planning: Planning): Plan | Promise<Plan>;
  /** A table, a rule that holds for it and one that does not, with the number that the second is judged by and what it is called. */
  example: {
    table: ExampleTable;
    references?: Record<string, ExampleTable>;
    /** Of the metric that is named, the latest first. */
    past?: Record<string, number[]>;
    passes: string;
    fails: string;
    metric: number;
    anomaly: string | null;
  };
}

export type ParameterName = 'column' | 'column…' | 'column?…' | 'text' | 'text?' | 'text…' | 'reference';
