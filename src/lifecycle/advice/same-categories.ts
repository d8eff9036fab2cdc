import type {Database} from '../../data/database.js';
import {identifier} from '../../data/identifier.js';

/** Categories that differ in case, accents, spaces or signs alone. */
export interface SameCategories {
  /** SQL that makes them one. */
  expression: string;
  /** Such as `['US AIRWAYS', 'US AIRWAYS*']`, the most frequent first. */
  groups: string[][];
}

/** Of a column of text; undefined where all its values differ in more. */
export async function sameCategories(
  database: Database,
  relation: string,
  name: string,
): Promise<SameCategories | undefined> {
  const column = identifier(name);
  const expression = `trim(regexp_replace(lower(strip_accents(${column})), '[^[:alnum:]]+', ' ', 'g'))`;
  const rows = await database.rows<{same: string[]}>(
    `SELECT list(value ORDER BY n DESC, value) AS same FROM (
       SELECT ${column} AS value, ${expression} AS folded, count(*) AS n FROM ${relation}
       WHERE ${column} IS NOT NULL GROUP BY ALL
     ) WHERE folded <> '' GROUP BY folded HAVING count(*) > 1 ORDER BY sum(n) DESC, folded`,
  );
  return rows.length > 0 ? {expression, groups: rows.map(({same}) => same)} : undefined;
}
