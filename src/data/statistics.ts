import {smallestScale} from '../base/smallest-scale.js';
import type {Database} from './database.js';
import {singleThreaded} from './single-thread.js';
import type {Tell} from './tell.js';

export interface Statistics {
  /** Of the values that are not missing; 0 where all are. */
  mean: number;
  /** Standard deviation, population form; 1 for a constant column. */
  scale: number;
  median: number;
  /** Share of missing values. */
  missing: number;
}

/** No more statements than this: each of them has to be bound to every column anew. */
const mostPasses = 64;

/** Statistics of columns of a relation. One thread adds up, so that equal rows give equal bits. */
export async function columnStatistics(
  database: Database,
  relation: string,
  columns: readonly string[],
  tell: Tell = () => {},
): Promise<Statistics[]> {
  const together = Math.ceil(columns.length / mostPasses);
  return singleThreaded(database, async () => {
    const found: Statistics[] = [];
    for (let start = 0; start < columns.length; start += together) {
      tell(`statistics of column ${start + 1} of ${columns.length}`);
      found.push(...(await statisticsOf(database, relation, columns.slice(start, start + together))));
    }
    return found;
  });
}

/** How many values there are, mean, deviation, median, smallest and largest. */
type Aggregates = [number, number | null, number | null, number | null, number | null, number | null];

async function statisticsOf(
  database: Database,
  relation: string,
  columns: readonly string[],
): Promise<Statistics[]> {
  const facts = columns.map((_, at) => {
    const of = (aggregate: string) => `${aggregate}(x${at})`;
    return `[${[of('count'), of('avg'), of('stddev_pop'), of('median'), of('min'), of('max')].join(', ')}] AS c${at}`;
  });
  const values = columns.map((column, at) => `CAST(${column} AS DOUBLE) AS x${at}`);
  const [row] = await database.rows<Record<string, unknown>>(
    `SELECT count(*) AS rows, ${facts.join(', ')} FROM (SELECT ${values.join(', ')} FROM ${relation})`,
  );
  return columns.map((_, at) => summary(Number(row!.rows), row![`c${at}`] as Aggregates));
}

function summary(rows: number, [present, mean, scale, median, minimum, maximum]: Aggregates): Statistics {
  // An average of equal values can differ from them by a rounding.
  const isConstant = minimum === maximum || scale! < smallestScale;
  return {
    mean: isConstant ? (minimum ?? 0) : mean!,
    scale: isConstant ? 1 : scale!,
    median: median ?? 0,
    missing: rows === 0 ? 0 : (rows - present) / rows,
  };
}
