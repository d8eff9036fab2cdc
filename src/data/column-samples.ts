import type {Database} from './database.js';
import {identifier} from './identifier.js';
import {isMissingWord} from './missing-words.js';
import {canonical} from './profile.js';

/** How many values of a column are looked at one by one. */
export const sampleCount = 5;

/** Characters of a value that are looked at. */
export const longestSample = 2000;

/** Rows that are looked at for them: the first of the table, and as many with equal steps between them. */
const rowsRead = 1000;

interface Sampled {
  name: string;
  storage: string;
  raw: 'number' | 'string';
}

/**
 * Five values of each column: distinct ones in the order of the rows, a missing one among them, then the same again. Numbers
 * are written in the shortest way, as if they had no other spelling.
 */
export async function sampleColumns(
  database: Database,
  relation: string,
  columns: readonly Sampled[],
  rows: number,
): Promise<(string | null)[][]> {
  const texts = columns.map((column, at) => `${sampleSql(column)} AS s${at}`);
  const first = `SELECT ${texts.join(', ')} FROM (SELECT * FROM ${relation} LIMIT ${rowsRead})`;
  const found = await database.rows<Record<string, string | number | null>>(first);
  const later = rows > rowsRead ? await spread(database, relation, texts, rows) : [];
  const seen = [...found, ...later];
  return columns.map((_, at) => pick(seen.map((row) => textOf(row[`s${at}`] ?? null))));
}

function sampleSql(column: Sampled): string {
  if (column.raw === 'number') return canonical(column);
  if (column.storage === 'BOOLEAN')
    return `CASE WHEN ${identifier(column.name)} THEN 'True' ELSE 'False' END`;
  const text = `left(${canonical(column)}, ${longestSample})`;
  return `CASE WHEN NOT ${isMissingWord(text)} THEN ${text} END`;
}

/** Rows with equal steps between them, whatever order threads come to them in. */
function spread(database: Database, relation: string, texts: readonly string[], rows: number) {
  const step = Math.floor(rows / rowsRead);
  return database.rows<Record<string, string | number | null>>(
    `SELECT ${texts.join(', ')} FROM (SELECT *, row_number() OVER () AS "adl:place" FROM ${relation})
     WHERE "adl:place" % ${step} = 0 ORDER BY "adl:place"`,
  );
}

function textOf(value: string | number | null): string | null {
  return value === null ? null : String(value);
}

function pick(values: readonly (string | null)[]): (string | null)[] {
  const distinct = [...new Set(values)].slice(0, sampleCount);
  const again = values.slice(0, sampleCount - distinct.length);
  const all = [...distinct, ...again];
  while (all.length < sampleCount) all.push(all[0] ?? null);
  return all;
}
