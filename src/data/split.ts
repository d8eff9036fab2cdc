import type {Database} from './database.js';
import type {Tell} from './tell.js';

export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

export interface SplitOptions {
  test: number;
  validation: number;
  seed: number;
  /** Class by class, or in ten groups by the size of the target. */
  task: 'classification' | 'regression';
}

export interface SplitReport {
  rows: Record<SplitName, number>;
  /** Classes that are not in every split, and the rows that each of them has. */
  thin: {label: string; rows: number}[];
}

/**
 * Gives every row of `relation`, which holds `adl:row` and `adl:target`, a split and a position in it, as the table
 * `adl:assigned`. Shares are exact in every class; which rows and in what order depends on the seed and the row's
 * number alone, by MD5, so that it is the same everywhere.
 */
export async function assignSplits(
  database: Database,
  relation: string,
  {test, validation, seed, task}: SplitOptions,
  tell: Tell = () => {},
): Promise<SplitReport> {
  const stratum =
    task === 'classification'
      ? 'CAST("adl:target" AS VARCHAR)'
      : `CAST(ntile(10) OVER (ORDER BY "adl:target", ${key(seed, 'tie')}, "adl:row") AS VARCHAR)`;
  tell('finding the strata');
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:strata" AS SELECT "adl:row", ${stratum} AS stratum FROM ${relation}`,
  );
  const strata = await database.rows<{stratum: string; size: number}>(
    'SELECT stratum, count(*) AS size FROM "adl:strata" GROUP BY stratum ORDER BY stratum',
  );
  const shares = strata.map(({stratum, size}) => ({stratum, ...allocate(size, test, validation)}));
  await writeShares(database, shares);
  tell('drawing them');
  await database.run(assignment(seed));
  return report(shares, task);
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

function assignment(seed: number): string {
  return `CREATE OR REPLACE TEMP TABLE "adl:assigned" AS
    WITH ranked AS (
      SELECT "adl:row", stratum,
        row_number() OVER (PARTITION BY stratum ORDER BY ${key(seed, 'split')}, "adl:row") AS rank
      FROM "adl:strata"
    ), placed AS (
      SELECT "adl:row", CASE WHEN rank <= test THEN 'test' WHEN rank <= test + validation THEN 'validation'
        ELSE 'train' END AS "adl:split"
      FROM ranked JOIN "adl:shares" USING (stratum)
    )
    SELECT "adl:row", "adl:split",
      row_number() OVER (PARTITION BY "adl:split" ORDER BY ${key(seed, 'order')}, "adl:row") - 1 AS "adl:position"
    FROM placed`;
}

function key(seed: number, purpose: string): string {
  return `md5('${seed} ${purpose} ' || "adl:row")`;
}

function report(shares: readonly Share[], task: SplitOptions['task']): SplitReport {
  const total = (split: SplitName) => shares.reduce((sum, share) => sum + share[split], 0);
  const isThin = ({test, validation}: Share) => test === 0 || validation === 0;
  return {
    rows: {train: total('train'), validation: total('validation'), test: total('test')},
    thin: task === 'classification' ? shares.filter(isThin).map(classOf) : [],
  };
}

function classOf({stratum, train, validation, test}: Share): {label: string; rows: number} {
  return {label: stratum, rows: train + validation + test};
}
