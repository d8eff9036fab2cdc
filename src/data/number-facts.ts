import type {Database} from './database.js';
import {trainingRows} from './parts.js';
import {singleThreaded} from './single-thread.js';
import type {Statistics} from './statistics.js';

/** What is known of an encoded column of numbers over the training rows, of the values that are not missing. */
export interface NumberFacts extends Statistics {
  /** 0 where all are missing, as are the others. */
  minimum: number;
  maximum: number;
  /** The most frequent value; of several the smallest. */
  mode: number;
  /** Those that were asked for, between values where they fall there, as numpy has them. */
  quantiles: number[];
  /** The values of the first training rows, whose order is random. */
  sample: Float64Array;
}

/** A power that fits so many values fits the rest. */
const mostSampled = 20_000;

/** @param column of `adl:encoded`, such as `n0` */
export async function numberFacts(
  database: Database,
  column: string,
  statistics: Statistics,
  shares: readonly number[],
): Promise<NumberFacts> {
  const values = `(SELECT CAST(${column} AS DOUBLE) AS x, "adl:position" AS position FROM ${trainingRows})`;
  return singleThreaded(database, async () => {
    const [range] = await database.rows<Record<string, number | null>>(
      `SELECT min(x) AS minimum, max(x) AS maximum${shares
        .map((share, at) => `, quantile_cont(x, ${share}) AS q${at}`)
        .join('')} FROM ${values}`,
    );
    const [mode] = await database.rows<{x: number}>(
      `SELECT x FROM ${values} WHERE x IS NOT NULL GROUP BY x ORDER BY count(*) DESC, x LIMIT 1`,
    );
    const sample = await database.rows<{x: number | null}>(
      `SELECT x FROM ${values} WHERE position < ${mostSampled} ORDER BY position`,
    );
    return {
      ...statistics,
      minimum: range!.minimum ?? 0,
      maximum: range!.maximum ?? 0,
      mode: mode?.x ?? 0,
      quantiles: shares.map((_, at) => range![`q${at}`] ?? 0),
      sample: Float64Array.from(sample.flatMap(({x}) => (x === null ? [] : [x]))),
    };
  });
}
