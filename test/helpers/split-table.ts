import {type Database, openDatabase} from '../../src/data/database.js';
import type {ColumnProfile} from '../../src/data/profile.js';
import {assignSplits, type SplitOptions, type SplitReport} from '../../src/data/split.js';
import type {SplitName} from '../../src/data/split-names.js';

export interface PlacedRow {
  row: number;
  target: string | number;
  key: string | number | null;
  split: SplitName | null;
  position: number | null;
}

export interface Asked extends Partial<Omit<SplitOptions, 'keys'>> {
  by: string;
  rows: number;
  /** SQL over `i`, the row's number. */
  target?: string;
  keys?: readonly {sql: string; profile: Partial<ColumnProfile> & Pick<ColumnProfile, 'name' | 'raw'>}[];
  threads?: number;
  /** In which rows are stored, as SQL over `i`. */
  order?: string;
}

/** Splits a table of so many rows, and gives each of its rows with where it is. */
export async function splitRows(asked: Asked): Promise<{report: SplitReport; placed: PlacedRow[]}> {
  const {rows, target = "'c' || (i % 3)", keys = [], threads, order = 'i', ...options} = asked;
  const database = await openDatabase(':memory:', {...(threads !== undefined && {threads})});
  try {
    const columns = keys.map(({sql}, at) => `, ${sql} AS "adl:key${at}"`).join('');
    await database.run(
      `CREATE TABLE t AS SELECT i AS "adl:row", ${target} AS "adl:target"${columns} FROM range(${rows}) r(i) ORDER BY ${order}`,
    );
    const report = await assignSplits(database, 't', {
      ...{test: 0.2, validation: 0.2, seed: 0, task: 'classification', ...options},
      keys: keys.map(({profile}) => profile as ColumnProfile),
    });
    return {report, placed: await placedRows(database, keys.length > 0)};
  } finally {
    database.close();
  }
}

function placedRows(database: Database, hasKey: boolean): Promise<PlacedRow[]> {
  return database.rows(
    `SELECT "adl:row" AS row, "adl:target" AS target, ${hasKey ? '"adl:key0"' : 'NULL'} AS key, "adl:split" AS split,
       "adl:position" AS position FROM t LEFT JOIN "adl:assigned" USING ("adl:row") ORDER BY row`,
  );
}

export function inSplit(placed: readonly PlacedRow[], split: SplitName | null): PlacedRow[] {
  return placed.filter((one) => one.split === split);
}
