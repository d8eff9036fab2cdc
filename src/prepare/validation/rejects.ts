import type {Database} from '../../data/database.js';
import {literal} from '../../data/identifier.js';
import type {Table} from '../table.js';
import type {Bound, BoundRule} from './bind.js';

/**
 * SQL that is true of a row that keeps a rule; undefined where the rule is not about single rows.
 */
export function fitsOf(bound: Bound): string | undefined {
  if (bound.kind === 'leaf') return bound.plan.fits;
  const parts = bound.parts.map(fitsOf).filter((part) => part !== undefined);
  // Of an `or` a row is only to blame where each part blames it.
  const isWhole = parts.length === bound.parts.length;
  if (parts.length === 0 || (bound.kind === 'or' && !isWhole)) return undefined;
  return parts.map((part) => `(${part})`).join(bound.kind === 'and' ? ' AND ' : ' OR ');
}

/** Makes the view `adl:rejects`: the rows that broke rules, as they are in the relation, with `adl:row` and `adl:rules`. */
export async function rejectsView(
  database: Database,
  {relation}: Table,
  failed: readonly BoundRule[],
): Promise<boolean> {
  const marks = failed.flatMap(({id, bound}) => {
    const fits = bound && fitsOf(bound);
    return fits === undefined ? [] : [`CASE WHEN (${fits}) IS NOT TRUE THEN ${literal(id)} END`];
  });
  if (marks.length === 0) return false;
  await database.run(
    `CREATE OR REPLACE TEMP VIEW "adl:rejects" AS SELECT * FROM (
       SELECT "adl:row", list_filter([${marks.join(', ')}], lambda one: one IS NOT NULL) AS "adl:rules"
       FROM ${relation}) WHERE len("adl:rules") > 0`,
  );
  return true;
}
