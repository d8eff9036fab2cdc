import {type CodeSums, codeSums} from '../data/code-sums.js';
import type {Database} from '../data/database.js';
import type {TargetFacts} from '../data/target.js';
import type {CodeTable} from './code-tables.js';
import {encoders} from './encoders/registry.js';
import type {FittedColumn} from './types/feature-type.js';
import {featureTypes} from './types/registry.js';

/** The numbers that stand for a column's codes. */
export interface FittedEncoder {
  encode: string;
  tables: CodeTable[];
}

export interface EncoderFit {
  encoder: FittedEncoder;
  /** For every fold of training rows the tables that its rows get; left out where they get those of all others. */
  folds?: CodeTable[][];
}

/**
 * Fits an encoder on the training rows of `adl:arranged`.
 * @param column of a type that has a dictionary
 * @returns undefined where the codes stay
 */
export async function fitEncoder(
  database: Database,
  column: FittedColumn & {type: string},
  encode: string,
  target: Pick<TargetFacts, 'labels'>,
): Promise<EncoderFit | undefined> {
  const type = featureTypes[column.type]!;
  const values = type.dictionary!(column)!;
  const encoder = encoders[encode]!;
  const [code] = type.sql(column);
  const folds = await codeSums(database, {code: code!, size: values.length + 2}, target);
  const tablesOf = (sums: readonly CodeSums[]) => encoder.fit({...together(sums), raw: column.raw, values});
  const tables = tablesOf(folds);
  if (!tables) return undefined;
  if (!encoder.ofTarget) return {encoder: {encode, tables}};
  const apart = folds.map((_, left) => tablesOf(folds.filter((_, at) => at !== left))!);
  return {encoder: {encode, tables}, folds: apart};
}

function together(folds: readonly CodeSums[]): CodeSums {
  const [first, ...others] = folds;
  return others.reduce(
    (sum, fold): CodeSums => ({
      rows: added(sum.rows, fold.rows),
      targets: sum.targets.map((part, at) => ({
        ...part,
        sums: added(part.sums, fold.targets[at]!.sums),
        squares: added(part.squares, fold.targets[at]!.squares),
      })),
    }),
    first!,
  );
}

function added(a: readonly number[], b: readonly number[]): number[] {
  return a.map((number, at) => number + b[at]!);
}
