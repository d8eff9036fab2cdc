import type {Database} from '../../data/database.js';
import {identifier} from '../../data/identifier.js';
import {canonical} from '../../data/profile.js';
import type {TargetFacts} from '../../data/target.js';
import type {SourceColumn} from '../source-columns.js';

/** Rows that quick models are grown on, at most: each takes a tenth of a second then. */
const mostRows = 4000;

/** The relation that they stand in, with `adl:row` and `adl:target`. */
export const advisedRows = '"adl:advised"';

/** Makes `adl:advised`: the features of about 4,000 rows with a target, in canonical form; which rows, their hash says. */
export async function takeRows(
  database: Database,
  columns: readonly SourceColumn[],
  {expression, labels}: TargetFacts,
): Promise<{target: Float64Array; classes: number}> {
  const features = columns.map(({profile}) => `${canonical(profile)} AS ${identifier(profile.name)}`);
  const [count] = await database.rows<{rows: number}>(
    `SELECT count(*) AS rows FROM "adl:input" WHERE (${expression}) IS NOT NULL`,
  );
  const every = Math.max(1, Math.ceil(count!.rows / mostRows));
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${advisedRows} AS
     SELECT "adl:row", ${expression} AS "adl:target", ${features.join(', ')} FROM "adl:input"
     WHERE "adl:target" IS NOT NULL AND hash("adl:row") % ${every} = 0 ORDER BY "adl:row"`,
  );
  const rows = await database.rows<{t: string | number}>(
    `SELECT "adl:target" AS t FROM ${advisedRows} ORDER BY "adl:row"`,
  );
  const place = new Map(labels?.map((label, at) => [label, at]));
  const target = Float64Array.from(rows, ({t}) => (labels ? place.get(String(t))! : Number(t)));
  return {target, classes: labels?.length ?? 1};
}

/** What a profile says of a column of `adl:advised`. */
export function asTaken(profile: SourceColumn['profile']): SourceColumn['profile'] {
  return {...profile, storage: profile.raw === 'number' ? 'DOUBLE' : 'VARCHAR'};
}
