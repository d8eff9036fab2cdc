import type {Check} from './dqdl/syntax.js';
import {type Measure, overRows} from './measure.js';
import {numberOr, type Plan} from './plan.js';
import {filterOf} from './row-rule.js';
import {isFractional, type TableColumn} from './table.js';

/** A rule on one aggregate over the numbers of a column. */
export function numberRule(
  check: Check,
  column: TableColumn,
  aggregate: string,
  value: Measure = overRows(aggregate, filterOf(check)),
): Plan {
  return {
    measures: {value},
    metric: (measured) => numberOr(measured.value, whyNone(column, measured.value)),
    judged: check.condition!,
    column,
    anomaly: ({side, nan}) => (nan ? 'FLOAT_TYPE_HAS_NAN' : sided(column, side)),
  };
}

/** Squares of numbers beyond 1e150 are more than a DOUBLE holds, and DuckDB ends the statement at one. */
const largestSquared = 1e150;

/** An aggregate of squares or of order over columns, which passes over NaN and what is too large. */
export function overSquarable(
  aggregate: string,
  columns: readonly TableColumn[],
  where: string | undefined,
): Measure {
  const large = columns.filter(({storage, hasNaN}) => hasNaN || /^(DOUBLE|U?HUGEINT)$/.test(storage));
  const bounds = large.map(({number}) => `${number} BETWEEN -${largestSquared} AND ${largestSquared}`);
  const filters = [...(where === undefined ? [] : [where]), ...bounds];
  return overRows(aggregate, filters.length === 0 ? undefined : filters.join(' AND '));
}

function whyNone({name}: TableColumn, value: number | null | undefined): string {
  if (Number.isNaN(value)) return `\`${name}\` holds NaN, which is no number`;
  return `\`${name}\` has no numbers, or too few`;
}

function sided(column: TableColumn, side: 'low' | 'high' | undefined): string | undefined {
  const type = isFractional(column) ? 'FLOAT' : 'INT';
  if (side === undefined) return undefined;
  return side === 'low' ? `${type}_TYPE_SMALL_${type}` : `${type}_TYPE_BIG_${type}`;
}
