import {type DuckDBConnection, DuckDBInstance, type DuckDBValue, StatementType} from '@duckdb/node-api';
import accessors from '@duckdb/node-api/lib/vectors/dataAccessors.js';
import {interrupted, refusalOf} from './refusal.js';

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
  /** Answers one query that only reads; anything else is refused before it runs. */
  query(sql: string): Promise<Answer>;
  /** From now on no file is read or written, nothing is fetched and no setting is changed. */
  seal(): Promise<void>;
  /** The share of the statement that runs now, 0 … 1; undefined where none runs or nothing is known of it. */
  progress(): number | undefined;
  /** Ends the statement that runs now with an error, and every one after it. */
  interrupt(): void;
  close(): void;
}

export interface Answer {
  /** Each name once: a second `x` is `x:1`. */
  columns: string[];
  /** Plain values, JSON as what it stands for. */
  rows: Record<string, unknown>[];
}

export interface DatabaseOptions {
  threads?: number;
  /** Where DuckDB puts what does not fit in memory. */
  spill?: string;
}

/**
 * Opens a database in a file, or in memory. In a path DuckDB takes a `?` for the beginning of options and writes its log
 * elsewhere: there, it is in memory, and what does not fit in it is on the disk.
 * @throws DISK_FULL, MEMORY_FULL, FOLDER_UNUSABLE; whatever else is wrong, as DuckDB says it
 */
export async function openDatabase(path = ':memory:', options: DatabaseOptions = {}): Promise<Database> {
  try {
    return await connect(path.includes('?') ? ':memory:' : path, options);
  } catch (error) {
    throw refusalOf(error);
  }
}

async function connect(place: string, options: DatabaseOptions): Promise<Database> {
  const instance = await DuckDBInstance.create(place, {
    ...(options.threads && {threads: String(options.threads)}),
    ...(options.spill && {temp_directory: options.spill}),
  });
  const connection = await instance.connect();
  // Results may not depend on where this runs.
  await connection.run("SET TimeZone = 'UTC'; SET preserve_insertion_order = true");
  // Closing would write all of it anew, and nothing else could be done meanwhile. The log is read in far less time.
  await connection.run('PRAGMA disable_checkpoint_on_shutdown');
  await connection.run(
    'SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0',
  );
  let isOver = false;
  const allowed = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      if (isOver) throw interrupted();
      return await work();
    } catch (error) {
      throw refusalOf(error);
    }
  };
  return {
    run: async (sql, values) => {
      await allowed(() => connection.run(sql, values && [...values]));
    },
    rows: (sql, values) => allowed(() => readRows(connection, sql, values)),
    stream: (sql, take) => allowed(() => streamColumns(connection, sql, take)),
    query: (sql) => allowed(() => answer(connection, sql)),
    seal: async () => {
      await connection.run('SET enable_external_access = false; SET lock_configuration = true');
    },
    progress: () => shareOf(connection.progress.percentage),
    interrupt: () => {
      isOver = true;
      connection.interrupt();
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A share of nothing stands for one that is not known. */
function shareOf(percentage: number): number | undefined {
  return percentage > 0 ? Math.min(percentage / 100, 1) : undefined;
}

async function readRows<Row>(
  connection: DuckDBConnection,
  sql: string,
  values?: readonly (string | number)[],
): Promise<Row[]> {
  const reader = await connection.runAndReadAll(sql, values && [...values]);
  return reader.getRowObjects().map((row) => plainRow(row) as Row);
}

const reads: readonly StatementType[] = [StatementType.SELECT, StatementType.EXPLAIN];

async function answer(connection: DuckDBConnection, sql: string): Promise<Answer> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error(`Expected one query, got ${statements.count}`);
  const prepared = await statements.prepare(0);
  if (!reads.includes(prepared.statementType))
    throw new Error(`Expected a query that reads, got ${StatementType[prepared.statementType]}`);
  const reader = await prepared.runAndReadAll();
  const columns = reader.deduplicatedColumnNames();
  const isJson = columns.map((_, at) => reader.columnType(at).alias === 'JSON');
  const value = (cell: DuckDBValue, at: number) =>
    isJson[at] && typeof cell === 'string' ? (JSON.parse(cell) as unknown) : plain(cell);
  const rows = reader
    .getRows()
    .map((row) => Object.fromEntries(row.map((cell, at) => [columns[at]!, value(cell, at)])));
  return {columns, rows};
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
