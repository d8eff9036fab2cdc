import type {Database} from './database.js';
import {fileLiteral} from './identifier.js';
import {singleThreaded} from './single-thread.js';

export interface Statistics {
  /** Of the values that are not missing; 0 where all are. */
  mean: number;
  /** Standard deviation, population form; 1 for a constant column. */
  scale: number;
  median: number;
  /** Share of missing values. */
  missing: number;
}

interface Aggregates {
  rows: number;
  present: number;
  mean: number | null;
  scale: number | null;
  median: number | null;
  minimum: number | null;
  maximum: number | null;
}

/** What is divided by is a 32-bit float: below this it loses digits, and then is 0. */
const smallestScale = 2 ** -126;

/** Statistics of columns of the training parts. One thread adds up, so that equal rows give equal bits. */
export async function columnStatistics(
  database: Database,
  paths: readonly string[],
  columns: readonly string[],
): Promise<Statistics[]> {
  return singleThreaded(database, async () => {
    const found: Statistics[] = [];
    for (const column of columns) found.push(await statisticsOf(database, paths, column));
    return found;
  });
}

async function statisticsOf(
  database: Database,
  paths: readonly string[],
  column: string,
): Promise<Statistics> {
  const [row] = await database.rows<Aggregates>(
    `SELECT count(*) AS rows, count(x) AS present, avg(x) AS mean, stddev_pop(x) AS scale, median(x) AS median,
       min(x) AS minimum, max(x) AS maximum
     FROM (SELECT CAST(${column} AS DOUBLE) AS x FROM read_parquet([${paths.map(fileLiteral).join(', ')}]))`,
  );
  const {rows, present, mean, scale, median, minimum, maximum} = row!;
  // An average of equal values can differ from them by a rounding.
  const isConstant = minimum === maximum || scale! < smallestScale;
  return {
    mean: isConstant ? (minimum ?? 0) : mean!,
    scale: isConstant ? 1 : scale!,
    median: median ?? 0,
    missing: rows === 0 ? 0 : (rows - present) / rows,
  };
}
