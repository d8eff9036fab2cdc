import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import type {Database} from './database.js';
import type {ColumnProfile} from './profile.js';
import type {SplitRequest} from './splits/splitter.js';

/** Makes `adl:timed`, the time of each row that has one, and `adl:times`, each time with its number and the rows before. */
export async function numberTimes(database: Database, relation: string, at: string): Promise<void> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:timed" AS SELECT * FROM (SELECT "adl:row", ${at} AS moment FROM ${relation})
     WHERE moment IS NOT NULL`,
  );
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:times" AS
     SELECT moment, row_number() OVER (ORDER BY moment) AS number, coalesce(CAST(sum(size) OVER (
       ORDER BY moment ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS BIGINT), 0) AS before
     FROM (SELECT moment, count(*) AS size FROM "adl:timed" GROUP BY moment)`,
  );
}

/** The numbers of the times at which validation begins, at which it ends, and at which testing begins. */
export interface TimeBounds {
  validation: number;
  end: number;
  test: number;
}

/**
 * Where splits begin: as near to their shares as whole times allow, with a time at least for each.
 * @throws SOURCE_INVALID where there are too few times
 */
export async function boundsOf(
  database: Database,
  key: ColumnProfile,
  {test, validation, folds}: SplitRequest,
): Promise<TimeBounds> {
  const [{rows, times}] = (await database.rows<{rows: number; times: number}>(
    'SELECT (SELECT count(*) FROM "adl:timed") AS rows, (SELECT count(*) FROM "adl:times") AS times',
  )) as [{rows: number; times: number}];
  const blocks = (folds?.count ?? 1) + 1;
  if (times <= blocks) throw tooFewTimes(key, times, blocks + 1);
  const nearest = async (wanted: number, from: number, to: number) => {
    const [found] = await database.rows<{number: number; before: number}>(
      `SELECT number, before FROM "adl:times" WHERE number BETWEEN ${from} AND ${to}
       ORDER BY abs(before - ${wanted}), number LIMIT 1`,
    );
    return found!;
  };
  const last = await nearest(Math.round(rows * (1 - test)), blocks + 1, times);
  const starts = [1];
  for (let block = 1; block < blocks; block += 1) {
    const wanted = folds ? (last.before * block) / blocks : last.before - Math.round(rows * validation);
    starts.push((await nearest(wanted, starts.at(-1)! + 1, last.number - blocks + block)).number);
  }
  starts.push(last.number);
  const chosen = (folds?.validation ?? 0) + 1;
  return {validation: starts[chosen]!, end: starts[chosen + 1]!, test: last.number};
}

function tooFewTimes({name}: ColumnProfile, times: number, least: number): AdlError {
  return new AdlError(
    'SOURCE_INVALID',
    `Expected at least ${least} different times in \`${inline(name)}\`, since rows of one time stay together, got ${times}.`,
    {
      suggestions: [
        'Name a finer column at `source.split.time` in adl.yaml, or write `by: stratified` there.',
      ],
    },
  );
}
