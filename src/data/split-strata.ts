import type {Database} from './database.js';
import {splitKey} from './split-key.js';
import type {SplitRequest} from './splits/splitter.js';

/**
 * A stratum of each row, as SQL: its class, or one of ten groups by the size of the target.
 */
export function stratumSql({task, seed}: Pick<SplitRequest, 'task' | 'seed'>): string {
  return task === 'classification'
    ? 'CAST("adl:target" AS VARCHAR)'
    : `CAST(ntile(10) OVER (ORDER BY "adl:target", ${splitKey(seed, 'tie')}, "adl:row") AS VARCHAR)`;
}

/**
 * Draws, as the table `adl:drawn`, exact shares of every stratum: which rows depends on the seed and the row's number
 * alone, by MD5, so that it is the same everywhere. Folds differ by one row at most, and in each stratum too.
 */
export async function drawStrata(
  database: Database,
  relation: string,
  stratum: string,
  {test, validation, seed, folds}: SplitRequest,
): Promise<void> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:strata" AS SELECT "adl:row", ${stratum} AS stratum FROM ${relation}`,
  );
  const strata = await database.rows<{stratum: string; size: number}>(
    'SELECT stratum, count(*) AS size FROM "adl:strata" GROUP BY stratum ORDER BY stratum',
  );
  const shares = strata.map(({stratum, size}) => ({stratum, ...allocate(size, test, validation)}));
  await writeShares(database, shares);
  const isValidation = folds
    ? `(row_number() OVER (PARTITION BY rank <= test ORDER BY stratum, rank) - 1) % ${folds.count} = ${folds.validation}`
    : 'rank <= test + validation';
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:drawn" AS
     WITH ranked AS (
       SELECT "adl:row", stratum,
         row_number() OVER (PARTITION BY stratum ORDER BY ${splitKey(seed, 'split')}, "adl:row") AS rank
       FROM "adl:strata"
     )
     SELECT "adl:row", CASE WHEN rank <= test THEN 'test' WHEN ${isValidation} THEN 'validation'
       ELSE 'train' END AS "adl:split"
     FROM ranked JOIN "adl:shares" USING (stratum)`,
  );
}

interface Share {
  stratum: string;
  train: number;
  validation: number;
  test: number;
}

/** Whole rows nearest to the shares; training always gets one. */
export function allocate(size: number, testShare: number, validationShare: number): Omit<Share, 'stratum'> {
  const test = Math.min(Math.round(size * testShare), size - 1);
  const validation = Math.min(Math.round(size * validationShare), size - 1 - test);
  return {train: size - test - validation, validation, test};
}

async function writeShares(database: Database, shares: readonly Share[]): Promise<void> {
  await database.run(
    'CREATE OR REPLACE TEMP TABLE "adl:shares" (stratum VARCHAR, test BIGINT, validation BIGINT)',
  );
  for (const {stratum, test, validation} of shares)
    await database.run('INSERT INTO "adl:shares" VALUES ($1, $2, $3)', [stratum, test, validation]);
}
