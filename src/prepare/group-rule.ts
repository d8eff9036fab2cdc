import type {Check} from './dqdl/syntax.js';
import {type Measure, overGroups} from './measure.js';
import {filterOf} from './row-rule.js';
import type {TableColumn} from './table.js';

/** Of the values of a column that are not missing: how many there are, how many different ones, how many that occur once. */
export function valueGroups(
  check: Check,
  {value}: TableColumn,
): Record<'values' | 'distinct' | 'unique', Measure> {
  const present = together(filterOf(check), `${value} IS NOT NULL`);
  return {
    values: overGroups([value], 'sum("adl:n")', present),
    distinct: overGroups([value], 'count(*)', present),
    unique: overGroups([value], 'count_if("adl:n" = 1)', present),
  };
}

/** SQL that is true of a row whose values no other of the filtered rows has; a row with a value missing is let be. */
export function aloneIn(columns: readonly TableColumn[], check: Check): string {
  const values = columns.map(({value}) => value);
  const filter = filterOf(check);
  const counted = `count(*)${filter ? ` FILTER (WHERE ${filter})` : ''} OVER (PARTITION BY ${values.join(', ')})`;
  const missing = values.map((value) => `${value} IS NULL`).join(' OR ');
  const alone = `(${missing} OR ${counted} <= 1)`;
  return filter ? `(${filter} IS NOT TRUE OR ${alone})` : alone;
}

function together(...filters: (string | undefined)[]): string {
  return filters.filter((one) => one !== undefined).join(' AND ');
}
