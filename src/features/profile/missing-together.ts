import type {Database} from '../../data/database.js';
import {canonical} from '../../data/profile.js';
import {fewestRows} from '../../data/sketches/frequent-values.js';
import type {TypedProfile} from './measured-column.js';

/** Columns that lack a value in the same rows, and how many rows those are. */
export interface MissingTogether {
  columns: string[];
  rows: number;
}

const mostColumns = 100;
const mostPatterns = 10;

/** The most frequent sets of columns that are missing at once; sets that fewer than ten rows have are left out. */
export async function missingTogether(
  database: Database,
  relation: string,
  columns: readonly TypedProfile[],
): Promise<MissingTogether[]> {
  const lacking = columns
    .map(({profile}) => profile)
    .filter(({missing, rows}) => missing > 0 && missing < rows)
    .slice(0, mostColumns);
  if (lacking.length === 0) return [];
  const pattern = lacking
    .map((column) => `CASE WHEN ${canonical(column)} IS NULL THEN '1' ELSE '0' END`)
    .join(' || ');
  const found = await database.rows<{pattern: string; n: number}>(
    `SELECT pattern, n FROM (
       SELECT pattern, count(*) AS n FROM (SELECT ${pattern} AS pattern FROM ${relation}) GROUP BY pattern
     ) WHERE n >= ${fewestRows} AND contains(pattern, '1') ORDER BY n DESC, pattern LIMIT ${mostPatterns}`,
  );
  return found.map(({pattern: signs, n}) => ({
    columns: lacking.filter((_, at) => signs[at] === '1').map(({name}) => name),
    rows: n,
  }));
}
