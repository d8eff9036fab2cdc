import type {Database} from './database.js';
import {literal} from './identifier.js';
import {singleThreaded} from './single-thread.js';
import type {TargetFacts} from './target.js';

/** Training rows are dealt to so many folds, by their place in an order that depends on the seed and the row alone. */
export const foldCount = 5;

/** The fold of a row of `adl:arranged`, as SQL. */
export const foldSql = `("adl:position" % ${foldCount})`;

/** A number that the target says of every row: itself, or whether it is a class. */
export interface TargetPart {
  /** The class; left out where there is one part only. */
  label?: string;
  /** What is taken off before it is added up. */
  centre: number;
  /** For every code, over its rows: sums of the number less `centre`, and of its squares. */
  sums: number[];
  squares: number[];
}

/** What is known of a fold: how many rows each code has, and what the target is there. */
export interface CodeSums {
  rows: number[];
  targets: TargetPart[];
}

/**
 * Sums over the training rows of `adl:arranged`, fold by fold.
 * @param code SQL that gives codes in 0 … size − 1
 */
export async function codeSums(
  database: Database,
  {code, size}: {code: string; size: number},
  target: Pick<TargetFacts, 'labels'>,
): Promise<CodeSums[]> {
  return singleThreaded(database, async () => {
    const parts = await targetParts(database, target);
    const sums = parts.map(({number}, at) => `sum(${number}) AS s${at}, sum(power(${number}, 2)) AS q${at}`);
    const found = await database.rows<Record<string, number | bigint>>(
      `SELECT ${foldSql} AS fold, ${code} AS code, count(*) AS rows, ${sums.join(', ')}
       FROM "adl:arranged" WHERE "adl:split" = 'train' GROUP BY ALL`,
    );
    const zeros = () => Array.from({length: size}, () => 0);
    const folds = Array.from({length: foldCount}, (): CodeSums => {
      const targets = parts.map(({number: _, ...part}) => ({...part, sums: zeros(), squares: zeros()}));
      return {rows: zeros(), targets};
    });
    for (const row of found) {
      const [fold, at] = [folds[Number(row.fold)]!, Number(row.code)];
      fold.rows[at] = Number(row.rows);
      fold.targets.forEach(({sums, squares}, part) => {
        sums[at] = Number(row[`s${part}`]);
        squares[at] = Number(row[`q${part}`]);
      });
    }
    return folds;
  });
}

interface TargetNumber {
  label?: string;
  centre: number;
  /** As SQL. */
  number: string;
}

/** Of two classes the last; of more each; of numbers themselves, less their mean so that no digits are lost. */
async function targetParts(
  database: Database,
  {labels}: Pick<TargetFacts, 'labels'>,
): Promise<TargetNumber[]> {
  if (labels) {
    const told = labels.length === 2 ? labels.slice(1) : labels;
    return told.map((label) => ({
      ...(told.length > 1 && {label}),
      centre: 0,
      number: `CAST("adl:target" = ${literal(label)} AS DOUBLE)`,
    }));
  }
  const [found] = await database.rows<{mean: number | null}>(
    `SELECT avg(CAST("adl:target" AS DOUBLE)) AS mean FROM "adl:arranged" WHERE "adl:split" = 'train'`,
  );
  const centre = found!.mean ?? 0;
  return [{centre, number: `(CAST("adl:target" AS DOUBLE) - CAST('${centre}' AS DOUBLE))`}];
}
