import type {Database} from './database.js';
import {splitKey} from './split-key.js';
import {type SplitName, splitNames} from './split-names.js';
import {splitters} from './splits/registry.js';
import type {SplitRemark, SplitRequest} from './splits/splitter.js';
import type {Tell} from './tell.js';

export interface SplitOptions extends SplitRequest {
  /** The name of a splitter. */
  by: string;
}

export interface SplitReport {
  rows: Record<SplitName, number>;
  /** Classes that are not in every split, and the rows that each of them has. */
  thin: {label: string; rows: number}[];
  remarks: readonly SplitRemark[];
}

/**
 * Gives every row of `relation`, which holds `adl:row`, `adl:target` and the keys of the splitter, a split and a position
 * in it, as the table `adl:assigned`. The order depends on the seed and the row's number alone. Rows that the splitter
 * leaves out are not in it.
 * @throws SOURCE_INVALID where the rows cannot be split so
 */
export async function assignSplits(
  database: Database,
  relation: string,
  {by, ...request}: SplitOptions,
  tell: Tell = () => {},
): Promise<SplitReport> {
  tell('drawing them');
  const remarks = await splitters[by]!.draw(database, relation, request, tell);
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:assigned" AS SELECT "adl:row", "adl:split",
       row_number() OVER (PARTITION BY "adl:split" ORDER BY ${splitKey(request.seed, 'order')}, "adl:row") - 1
         AS "adl:position"
     FROM "adl:drawn"`,
  );
  const thin = request.task === 'classification' ? await thinClasses(database, relation) : [];
  return {rows: await rowsOf(database), thin, remarks};
}

async function rowsOf(database: Database): Promise<SplitReport['rows']> {
  const counts = await database.rows<{split: SplitName; size: number}>(
    'SELECT "adl:split" AS split, count(*) AS size FROM "adl:assigned" GROUP BY split',
  );
  const sizes = new Map(counts.map(({split, size}) => [split, size]));
  return Object.fromEntries(splitNames.map((name) => [name, sizes.get(name) ?? 0])) as SplitReport['rows'];
}

function thinClasses(database: Database, relation: string): Promise<SplitReport['thin']> {
  return database.rows(
    `SELECT label, count(*) AS rows
     FROM (SELECT "adl:row", CAST("adl:target" AS VARCHAR) AS label FROM ${relation})
     LEFT JOIN "adl:assigned" USING ("adl:row") GROUP BY label
     HAVING count(DISTINCT "adl:split") < ${splitNames.length} ORDER BY label`,
  );
}
