/** Where something begins in the text of the rules, in characters from 0. */
interface Placed {
  at: number;
}

/** A value that is known as it stands: no history and no arithmetic. */
export type Operand =
  | ({kind: 'number'; value: number} & Placed)
  | ({kind: 'text'; value: string} & Placed)
  | ({kind: 'keyword'; value: Keyword} & Placed)
  | ({kind: 'now'; offset: Duration | null} & Placed)
  | ({kind: 'duration'; count: number; unit: Unit} & Placed)
  | ({kind: 'call'; name: string; operands: Operand[]} & Placed)
  | ({kind: 'binary'; sign: Sign; left: Operand; right: Operand} & Placed);

export type Keyword = 'NULL' | 'EMPTY' | 'WHITESPACES_ONLY';
export type Unit = 'days' | 'hours' | 'minutes';
export type Sign = '+' | '-' | '*' | '/';

/** Added to the present: three days ago is `{count: -3, unit: 'days'}`. */
export interface Duration {
  count: number;
  unit: Unit;
}

export type Operator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'between' | 'in' | 'matches';

/** What follows the parameters of a rule. `not` stands before `between`, `in` and `matches` alone. */
export interface Condition extends Placed {
  operator: Operator;
  not: boolean;
  operands: Operand[];
}

export interface Parameter extends Placed {
  value: string;
}

/** One rule without `and` and `or`. */
export interface Check extends Placed {
  kind: 'check';
  /** DQDL's word, such as `IsComplete`. */
  type: string;
  parameters: Parameter[];
  condition: Condition | null;
  /** SQL over a row: only rows that it is true of count. */
  where: Parameter | null;
  threshold: Condition | null;
}

export interface Composite extends Placed {
  kind: 'and' | 'or';
  parts: Expression[];
}

export type Expression = Check | Composite;

export type Labels = Record<string, string>;

export interface Rule {
  expression: Expression;
  labels: Labels;
}

/** A text in DQDL as a tree. */
export interface Ruleset {
  /** `Metadata` and `DataSources`, as they stand there. */
  sections: Record<string, Record<string, string | string[]>>;
  /** Texts by name, which stand for themselves as `$name`. */
  constants: Record<string, string>;
  /** What each rule has that does not say otherwise. */
  defaultLabels: Labels;
  rules: Rule[];
  analyzers: Check[];
}
