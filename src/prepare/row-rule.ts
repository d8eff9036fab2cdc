import type {Check} from './dqdl/syntax.js';
import {countRows} from './measure.js';
import {isOne, type Plan, ratio} from './plan.js';
import type {TableColumn} from './table.js';

/** What differs between rules over rows. */
interface RowRule {
  /** SQL that is true of a row that keeps the rule. */
  fits: string;
  column?: TableColumn;
  /** TFDV's name for what is wrong. */
  anomaly?: string | NonNullable<Plan['anomaly']>;
  /** SQL of the rows that count besides the filter. */
  among?: string;
}

/** A rule over rows: the share of them that keep it, which has to be all unless a threshold is given. */
export function rowRule({where, threshold, at}: Check, {fits, column, anomaly, among}: RowRule): Plan {
  const filter = together(where && `(${where.value}\n)`, among);
  return {
    measures: {rows: countRows(filter), fitting: countRows(filter, `(${fits})`)},
    metric: ({rows, fitting}) => ratio(fitting!, rows!, 'rows that it looks at'),
    judged: threshold ?? isOne(at),
    failing: ({rows, fitting}) => rows! - fitting!,
    fits: filter === undefined ? fits : `(${filter}) IS NOT TRUE OR (${fits})`,
    ...(column && {column}),
    ...(anomaly !== undefined && {anomaly: typeof anomaly === 'string' ? () => anomaly : anomaly}),
  };
}

/** SQL of the filter of a rule. */
export function filterOf({where}: Check): string | undefined {
  // A comment at its end would hide the bracket.
  return where ? `(${where.value}\n)` : undefined;
}

function together(...filters: (string | null | undefined)[]): string | undefined {
  const all = filters.filter((one) => one !== null && one !== undefined);
  return all.length === 0 ? undefined : all.map((one) => `(${one})`).join(' AND ');
}
