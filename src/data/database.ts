import {type DuckDBConnection, DuckDBInstance, type DuckDBValue} from '@duckdb/node-api';
import accessors from '@duckdb/node-api/lib/vectors/dataAccessors.js';

/**
 * The library decodes text with a decoder that swallows a U+FEFF at its beginning, so that two values become one; what
 * it decodes with can be replaced.
 */
Object.assign(accessors, {textDecoder: new TextDecoder('utf-8', {ignoreBOM: true})});

/** A connection to DuckDB. This file is its only home. */
export interface Database {
  run(sql: string, values?: readonly (string | number)[]): Promise<void>;
  /** Rows as plain values: whole numbers as numbers, dates and other types as text. */
  rows<Row = Record<string, unknown>>(sql: string, values?: readonly (string | number)[]): Promise<Row[]>;
  /** Calls back with the columns of each chunk of the result, in order, so that no more than a chunk is held. */
  stream(sql: string, take: (columns: readonly ArrayLike<unknown>[], rows: number) => void): Promise<void>;
  close(): void;
}

export interface DatabaseOptions {
  threads?: number;
  /** Where DuckDB puts what does not fit in memory. */
  spill?: string;
}

export async function openDatabase(path = ':memory:', options: DatabaseOptions = {}): Promise<Database> {
  const instance = await DuckDBInstance.create(path, {
    ...(options.threads && {threads: String(options.threads)}),
    ...(options.spill && {temp_directory: options.spill}),
  });
  const connection = await instance.connect();
  // Results may not depend on where this runs.
  await connection.run("SET TimeZone = 'UTC'; SET preserve_insertion_order = true");
  return {
    run: async (sql, values) => {
      await connection.run(sql, values && [...values]);
    },
    rows: (sql, values) => readRows(connection, sql, values),
    stream: (sql, take) => streamColumns(connection, sql, take),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function readRows<Row>(
  connection: DuckDBConnection,
  sql: string,
  values?: readonly (string | number)[],
): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql, values && [...values]);
  return reader.getRowObjects().map((row) => plainRow(row) as Row);
}

function plainRow(row: Record<string, DuckDBValue>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: DuckDBValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  if ('items' in value && Array.isArray(value.items)) return value.items.map(plain);
  return String(value);
}

async function streamColumns(
  connection: DuckDBConnection,
  sql: string,
  take: (columns: readonly ArrayLike<unknown>[], rows: number) => void,
): Promise<void> {
  const result = await connection.stream(sql);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk())
    take(chunk.getColumns(), chunk.rowCount);
}
