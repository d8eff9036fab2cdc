import type {Check} from './dqdl/syntax.js';
import {overRows} from './measure.js';
import {numberOr, type Plan} from './plan.js';
import {filterOf} from './row-rule.js';
import {isFloating, type TableColumn} from './table.js';

/** Squares of numbers beyond 1e150 are more than a DOUBLE holds, and DuckDB ends the statement at one. */
const largestSquared = 1e150;

/** A rule on one aggregate over the numbers of a column. */
export function numberRule(check: Check, column: TableColumn, aggregate: string): Plan {
  return {
    measures: {value: overRows(aggregate, filterOf(check))},
    metric: ({value}) => numberOr(value, whyNone(column, value)),
    judged: check.condition!,
    column,
    anomaly: ({side, nan}) => (nan ? 'FLOAT_TYPE_HAS_NAN' : sided(column, side)),
  };
}

/** The numbers of a column as SQL, without those whose squares are too large. */
export function squarable({number, storage}: TableColumn): string {
  const isSmall = /^U?(TINY|SMALL|BIG)?INT(EGER)?$/.test(storage);
  return isSmall ? number : `CASE WHEN abs(${number}) <= ${largestSquared} THEN ${number} END`;
}

/** What is added up: a NaN among the values makes the result one, and is told of. */
export function addend(column: TableColumn): string {
  return isFloating(column) ? column.value : column.number;
}

function whyNone({name}: TableColumn, value: number | null | undefined): string {
  if (Number.isNaN(value)) return `\`${name}\` holds NaN, which is no number`;
  return `\`${name}\` has no numbers, or too few`;
}

function sided(column: TableColumn, side: 'low' | 'high' | undefined): string | undefined {
  const type = isFloating(column) || column.storage.startsWith('DECIMAL') ? 'FLOAT' : 'INT';
  if (side === undefined) return undefined;
  return side === 'low' ? `${type}_TYPE_SMALL_${type}` : `${type}_TYPE_BIG_${type}`;
}
