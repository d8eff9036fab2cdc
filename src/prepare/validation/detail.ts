import type {Database} from '../../data/database.js';
import type {Found, Plan} from '../plan.js';
import {isNumeric, type Table} from '../table.js';

/** What is told of the values of a rule that failed. */
export type Detail = Pick<Found, 'smallest' | 'largest' | 'nan'> & {
  /** A value that broke it, as text. */
  example?: string | null;
};

/** Looks once more at the columns of rules that failed. */
export async function detailsOf(
  database: Database,
  {relation}: Table,
  failed: readonly Plan[],
): Promise<Map<Plan, Detail>> {
  const plans = failed.filter(({column}) => column !== undefined);
  if (plans.length === 0) return new Map();
  const fields = plans.flatMap((plan, at) =>
    Object.entries(sqlOf(plan)).map(([name, sql]) => `${sql} AS "${name}${at}"`),
  );
  const [row] = await database.rows<Record<string, never>>(
    `SELECT count(*), ${fields.join(', ')} FROM ${relation}`,
  );
  return new Map(
    plans.map((plan, at) => [
      plan,
      Object.fromEntries(Object.keys(sqlOf(plan)).map((name) => [name, row![`${name}${at}`]])),
    ]),
  );
}

function sqlOf({column, fits, looksAround}: Plan): Record<keyof Detail, string> {
  const {text, number, hasNaN} = column!;
  const broken = fits === undefined || looksAround ? [] : [`(${fits}) IS NOT TRUE`];
  const among = (...more: string[]) => {
    const filters = [...broken, ...more];
    return filters.length > 0 ? ` FILTER (WHERE ${filters.join(' AND ')})` : '';
  };
  const numbers = among(...(hasNaN ? [`NOT isnan(${number})`] : []));
  const extreme = (name: string) =>
    isNumeric(column!) ? `CAST(${name}(${number})${numbers} AS DOUBLE)` : 'NULL';
  return {
    ...{smallest: extreme('min'), largest: extreme('max')},
    nan: hasNaN ? `count_if(isnan(${number}))` : '0',
    example: broken.length > 0 ? `min(${text})${among()}` : 'NULL',
  };
}
