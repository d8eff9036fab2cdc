import type {Database} from '../data/database.js';
import {identifier} from '../data/identifier.js';
import type {TaskKind} from '../data/target.js';

/** So many rows tell what a check wants to know; a table may have many more, and many columns. */
const mostRows = {train: 20_000, held: 10_000};
const mostCells = 4_000_000;

/** Some rows of one split: a number for each value, NaN for a missing one. */
export interface GlanceRows {
  length: number;
  /** A number to predict, or the number of a class. */
  target: Float64Array;
  columns: readonly Float64Array[];
}

/** Some training rows and some validation rows, drawn by the order in which the splits have them. */
export interface Glance {
  train: GlanceRows;
  held: GlanceRows;
  /** The classes by their numbers; none where the target is a number. */
  labels: readonly string[];
}

interface Column {
  name: string;
  raw: 'number' | 'string';
}

/** A value as a number, as SQL: itself, or for text 53 bits of its hash. */
export function codeSql({name, raw}: Column): string {
  const column = identifier(name);
  return raw === 'number'
    ? column
    : `CASE WHEN ${column} IS NOT NULL THEN CAST(hash(${column}) >> 11 AS DOUBLE) END`;
}

/** Reads some rows of `adl:arranged`, the same number of every split's first. */
export async function takeGlance(
  database: Database,
  columns: readonly Column[],
  task: TaskKind,
): Promise<Glance> {
  const share = Math.min(1, mostCells / ((mostRows.train + mostRows.held) * (columns.length + 1)));
  const labels = new Map<string, number>();
  const target =
    task === 'regression'
      ? (value: unknown) => Number(value)
      : (value: unknown) => {
          const label = String(value);
          if (!labels.has(label)) labels.set(label, labels.size);
          return labels.get(label)!;
        };
  const read = (split: string, most: number) =>
    readRows(
      database,
      columns,
      target,
      `"adl:split" = '${split}' AND "adl:position" < ${Math.ceil(most * share)}`,
    );
  const train = await read('train', mostRows.train);
  const held = await read('validation', mostRows.held);
  return {train, held, labels: [...labels.keys()]};
}

async function readRows(
  database: Database,
  columns: readonly Column[],
  target: (value: unknown) => number,
  where: string,
): Promise<GlanceRows> {
  const targets: number[] = [];
  const values: number[][] = columns.map(() => []);
  const codes = columns.map((column) => `, ${codeSql(column)}`).join('');
  await database.stream(
    `SELECT "adl:target"${codes} FROM "adl:arranged" WHERE ${where} ORDER BY "adl:position"`,
    ([first, ...others], rows) => {
      for (let row = 0; row < rows; row += 1) targets.push(target(first![row]));
      others.forEach((chunk, at) => {
        for (let row = 0; row < rows; row += 1) values[at]!.push((chunk[row] as number | null) ?? Number.NaN);
      });
    },
  );
  return {
    length: targets.length,
    target: Float64Array.from(targets),
    columns: values.map((column) => Float64Array.from(column)),
  };
}
