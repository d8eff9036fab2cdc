import type {Database} from '../../data/database.js';
import {identifier} from '../../data/identifier.js';
import {fewestRows} from '../../data/sketches/frequent-values.js';

/** Categories that differ in case, accents, spaces or signs alone. */
export interface SameCategories {
  /** SQL that makes them one. */
  expression: string;
  /** How many ways of writing each has, and those that ten rows or more have, such as `US AIRWAYS` and `US AIRWAYS*`. */
  groups: {ways: number; named: string[]}[];
}

/** Of a column of text; undefined where all its values differ in more. */
export async function sameCategories(
  database: Database,
  relation: string,
  name: string,
): Promise<SameCategories | undefined> {
  const column = identifier(name);
  const expression = `trim(regexp_replace(lower(strip_accents(${column})), '[^[:alnum:]]+', ' ', 'g'))`;
  const rows = await database.rows<{ways: number; named: string[] | null}>(
    `SELECT count(*) AS ways, list(value ORDER BY n DESC, value) FILTER (WHERE n >= ${fewestRows}) AS named FROM (
       SELECT ${column} AS value, ${expression} AS folded, count(*) AS n FROM ${relation}
       WHERE ${column} IS NOT NULL GROUP BY ALL
     ) WHERE folded <> '' GROUP BY folded HAVING count(*) > 1 ORDER BY sum(n) DESC, folded`,
  );
  const groups = rows.map(({ways, named}) => ({ways, named: named ?? []}));
  return groups.length > 0 ? {expression, groups} : undefined;
}
