import type {Database} from './database.js';
import {identifier} from './identifier.js';
import {type ColumnProfile, canonical} from './profile.js';
import {assignSplits, type SplitOptions, type SplitReport} from './split.js';
import type {Tell} from './tell.js';

/**
 * Makes the table `adl:arranged`: the given columns of `adl:input` in canonical form, the target as `adl:target`, in
 * the order of the splits and their positions. Rows without a target are left out, and those that are in no split.
 */
export async function arrangeRows(
  database: Database,
  columns: readonly ColumnProfile[],
  target: string,
  split: SplitOptions,
  tell: Tell = () => {},
): Promise<SplitReport> {
  const features = columns.map((column) => `${canonical(column)} AS ${identifier(column.name)}`);
  const keys = (split.keys ?? []).map((column, at) => `${canonical(column)} AS "adl:key${at}"`);
  await database.run(
    `CREATE OR REPLACE TEMP VIEW "adl:canonical" AS SELECT * FROM (
      SELECT "adl:row", ${target} AS "adl:target", ${[...keys, ...features].join(', ')} FROM "adl:input"
    ) WHERE "adl:target" IS NOT NULL`,
  );
  const report = await assignSplits(database, '"adl:canonical"', split, tell);
  tell('putting them in order');
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:arranged" AS
     SELECT * FROM "adl:canonical" JOIN "adl:assigned" USING ("adl:row") ORDER BY "adl:split", "adl:position"`,
  );
  return report;
}
