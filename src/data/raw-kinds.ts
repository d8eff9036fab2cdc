import type {Database} from './database.js';
import {identifier, literal} from './identifier.js';
import type {StoredColumn} from './import.js';
import {numberPatternUpTo} from './number-pattern.js';

export interface RawColumn extends StoredColumn {
  /** Text that is a number in every row is one. */
  raw: 'number' | 'string';
  /** Characters of the longest text; 0 for what is not stored as text. */
  longest: number;
}

/** DuckDB's names of the types that are numbers. */
export const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;

/** A text column is one of numbers when every value in it is a number. */
export async function withRawKinds(
  database: Database,
  relation: string,
  columns: readonly StoredColumn[],
): Promise<RawColumn[]> {
  const isVarchar = ({storage}: StoredColumn) => storage === 'VARCHAR';
  const lengths = await ofEach<number | null>(database, relation, columns, (column) =>
    isVarchar(column) ? `max(length(${identifier(column.name)}))` : '0',
  );
  const kinds = await ofEach<boolean>(database, relation, columns, (column, at) => {
    if (!isVarchar(column)) return String(numeric.test(column.storage));
    const longest = lengths[at] ?? 0;
    if (longest === 0) return 'false';
    // Empty text is missing. To have it so by a function around the column takes ten times as long to make ready.
    const pattern = `(?:${numberPatternUpTo(longest)})?`;
    return `bool_and(regexp_full_match(${identifier(column.name)}, ${literal(pattern)}))`;
  });
  return columns.map((column, at) => ({
    ...column,
    raw: kinds[at] ? 'number' : 'string',
    longest: lengths[at] ?? 0,
  }));
}

/** One aggregate of each column. */
async function ofEach<Value>(
  database: Database,
  relation: string,
  columns: readonly StoredColumn[],
  aggregate: (column: StoredColumn, at: number) => string,
): Promise<Value[]> {
  const each = columns.map((column, at) => `${aggregate(column, at)} AS k${at}`);
  const [row] = await database.rows<Record<string, Value>>(
    `SELECT count(*) AS rows, ${each.join(', ')} FROM ${relation}`,
  );
  return columns.map((_, at) => row![`k${at}`]!);
}
