import {openDatabase} from '../../src/data/database.js';
import {type NumberFacts, numberFacts} from '../../src/data/number-facts.js';
import {columnStatistics} from '../../src/data/statistics.js';

/** What a snapshot would know of a column of these values. */
export async function factsOf(values: (number | null)[], shares: readonly number[]): Promise<NumberFacts> {
  const database = await openDatabase();
  const rows = values.map((value, at) => `(${at}, ${value === null ? 'NULL' : `'${value}'::DOUBLE`})`);
  await database.run(
    `CREATE TEMP TABLE "adl:encoded" AS SELECT 'train' AS "adl:split", position AS "adl:position", CAST(x AS FLOAT) AS n0
     FROM (VALUES ${rows.join(', ')}) AS given (position, x)`,
  );
  const [statistics] = await columnStatistics(database, '"adl:encoded"', ['n0']);
  const facts = await numberFacts(database, 'n0', statistics!, shares);
  database.close();
  return facts;
}
