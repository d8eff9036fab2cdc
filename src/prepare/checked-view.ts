import type {Database} from '../data/database.js';
import {identifier, literal} from '../data/identifier.js';
import {columnsOf, reserved, type StoredColumn} from '../data/import.js';
import {numberPattern} from '../data/number-pattern.js';
import {canonical} from '../data/profile.js';
import type {Table, TableColumn} from './table.js';

/**
 * Makes a view of a relation for rules: text of which every value is a number is one in it, and stands beside it as it
 * is in the file, as `adl:text:NAME`.
 * @param name of the view
 * @param isUsed whether it matters what a column holds: of the others, text stays text
 */
export async function checkedView(
  database: Database,
  relation: string,
  name: string,
  isUsed: (column: string) => boolean = () => true,
): Promise<Table> {
  const stored = await columnsOf(database, relation);
  const own = stored.filter((column) => !column.name.startsWith(reserved));
  const used = own.filter((column) => isUsed(column.name));
  const isRead = await numbersAmong(database, relation, used);
  const columns = own.map((column) => columnOf(column, isRead.has(column.name)));
  const selected = own.flatMap((column) => {
    const plain = identifier(column.name);
    if (!isRead.has(column.name)) return [plain];
    return [`${canonical({...column, raw: 'number'})} AS ${plain}`, `${plain} AS ${textOf(column.name)}`];
  });
  const row = stored.some((column) => column.name === 'adl:row') ? '"adl:row"' : 'row_number() OVER () - 1';
  await database.run(
    `CREATE OR REPLACE TEMP VIEW ${identifier(name)} AS SELECT ${[`${row} AS "adl:row"`, ...selected].join(', ')} FROM ${relation}`,
  );
  return {relation: identifier(name), columns};
}

async function numbersAmong(
  database: Database,
  relation: string,
  columns: readonly StoredColumn[],
): Promise<Set<string>> {
  const texts = columns.filter(({storage}) => storage === 'VARCHAR');
  if (texts.length === 0) return new Set();
  const likely = await withoutWords(database, relation, texts);
  if (likely.length === 0) return new Set();
  return new Set((await allNumbers(database, relation, likely)).map(({name}) => name));
}

/** Columns in which DuckDB reads every value as a finite number; empty text is missing. */
async function allNumbers(
  database: Database,
  relation: string,
  texts: readonly StoredColumn[],
): Promise<StoredColumn[]> {
  const fields = texts.map(({name}, at) => {
    const text = identifier(name);
    const numbers = `count_if(isfinite(TRY_CAST(${text} AS DOUBLE)))`;
    return `(${numbers} > 0 AND ${numbers} + count_if(${text} = '') = count(${text})) AS "is${at}"`;
  });
  const [row] = await database.rows<Record<string, boolean>>(
    `SELECT count(*), ${fields.join(', ')} FROM ${relation}`,
  );
  return texts.filter((_, at) => row![`is${at}`]);
}

const firstRows = 1000;

/** A word among the first rows spares looking at all the others. */
async function withoutWords(
  database: Database,
  relation: string,
  texts: readonly StoredColumn[],
): Promise<StoredColumn[]> {
  const number = literal(`(?:${numberPattern})?`);
  const fields = texts.map(
    ({name}, at) =>
      `coalesce(bool_and(regexp_full_match(${identifier(name)}, ${number})), true) AS "is${at}"`,
  );
  const [row] = await database.rows<Record<string, boolean>>(
    `SELECT ${fields.join(', ')} FROM (SELECT * FROM ${relation} LIMIT ${firstRows})`,
  );
  return texts.filter((_, at) => row![`is${at}`]);
}

function textOf(name: string): string {
  return identifier(`${reserved}text:${name}`);
}

function columnOf({name, storage}: StoredColumn, isRead: boolean): TableColumn {
  const value = identifier(name);
  if (isRead)
    return {
      ...{name, storage: 'DOUBLE', value, text: textOf(name), number: value, hasNaN: false},
      time: `TRY_CAST(${textOf(name)} AS TIMESTAMP)`,
    };
  const text = storage === 'VARCHAR' ? value : `CAST(${value} AS VARCHAR)`;
  const hasNaN = storage === 'DOUBLE' || storage === 'FLOAT';
  const [number, time] = [numberOf(value, storage), timeOf(value, storage)];
  return {name, storage, value, text, number, hasNaN, time};
}

function numberOf(value: string, storage: string): string {
  if (/^(FLOAT|DOUBLE|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(.*\))$/.test(storage)) return value;
  if (storage === 'BOOLEAN') return `CAST(${value} AS INTEGER)`;
  const read = `TRY_CAST(CAST(${value} AS VARCHAR) AS DOUBLE)`;
  return `CASE WHEN isfinite(${read}) THEN ${read} END`;
}

function timeOf(value: string, storage: string): string {
  return /^(DATE|TIMESTAMP)/.test(storage)
    ? `CAST(${value} AS TIMESTAMP)`
    : `TRY_CAST(CAST(${value} AS VARCHAR) AS TIMESTAMP)`;
}
