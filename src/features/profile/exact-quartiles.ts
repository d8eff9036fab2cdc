import type {Database} from '../../data/database.js';
import {measuredColumn, type TypedProfile} from './measured-column.js';

export interface Quartiles {
  lower: number;
  median: number;
  upper: number;
}

/** Of more rows those of the sketches are near enough: all rows would have to be sorted. */
const mostRows = 200_000;

/** The quartiles of what is measured of each column, between two values where they lie between; undefined where there is nothing. */
export async function exactQuartiles(
  database: Database,
  relation: string,
  columns: readonly TypedProfile[],
): Promise<(Quartiles | undefined)[]> {
  if ((columns[0]?.profile.rows ?? 0) > mostRows) return columns.map(() => undefined);
  const each = columns.map(
    (column, at) => `quantile_cont(${measuredColumn(column).measured}, [0.25, 0.5, 0.75]) AS q${at}`,
  );
  const [row] = await database.rows<Record<string, number[] | null>>(
    `SELECT count(*) AS rows, ${each.join(', ')} FROM ${relation}`,
  );
  return columns.map((_, at) => {
    const found = row![`q${at}`];
    return found ? {lower: found[0]!, median: found[1]!, upper: found[2]!} : undefined;
  });
}
