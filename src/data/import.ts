import {basename} from 'node:path';
import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import type {Database} from './database.js';
import {checkUnchanged, type FileState, sourceOf, suffixOf} from './file.js';
import {piped} from './file-command.js';
import {plainFile} from './plain-file.js';
import {isInterrupt} from './refusal.js';
import type {SourceFile, Trouble} from './sources/source.js';
import type {Tell} from './tell.js';

/** How names begin that this shelf gives to columns and tables of its own. */
export const reserved = 'adl:';

/**
 * Reads a file into the table `adl:imported`, unless it holds that content already. `adl:row` counts
 * the rows in the file's order, from 0.
 * @throws SOURCE_INVALID, FILE_CHANGED, DISK_FULL
 */
export async function importFile(
  database: Database,
  file: SourceFile,
  before: FileState,
  tell: Tell = () => {},
): Promise<{read: boolean}> {
  const content = [`${before.digest} ${suffixOf(file.path)}`, before.size];
  if (await holds(database, content)) return {read: false};
  await database.run('DROP TABLE IF EXISTS "adl:imports"');
  try {
    await readTable(database, file, tell);
  } catch (error) {
    if (isInterrupt(error)) throw error;
    // Half a row is what a file that is being written ends in.
    await checkUnchanged(file.path, before);
    throw error;
  }
  await checkUnchanged(file.path, before, tell);
  await database.run('CREATE TABLE "adl:imports" (digest VARCHAR, size BIGINT)');
  await database.run('INSERT INTO "adl:imports" VALUES ($1, $2)', content);
  return {read: true};
}

/** The same bytes under a name of another kind are another table. */
async function holds(database: Database, content: readonly (string | number)[]): Promise<boolean> {
  const tables = await database.rows(
    `SELECT 1 FROM duckdb_tables() WHERE table_name = 'adl:imports' AND database_name = current_database()`,
  );
  if (tables.length === 0) return false;
  const rows = await database.rows('SELECT 1 FROM "adl:imports" WHERE digest = $1 AND size = $2', content);
  return rows.length > 0;
}

async function readTable(database: Database, file: SourceFile, tell: Tell): Promise<void> {
  const source = sourceOf(file.path);
  tell(source.isText ? 'looking at its encoding' : '');
  const plain = await plainFile(file, source);
  tell('');
  try {
    checkNames(file, await source.names(database, plain));
    const relation = await source.relation(database, plain);
    await database.run(
      `CREATE OR REPLACE TABLE "adl:imported" AS SELECT row_number() OVER () - 1 AS "adl:row", * FROM ${relation}`,
    );
  } catch (error) {
    if (error instanceof AdlError || isOfSystem(error) || isInterrupt(error)) throw error;
    const trouble =
      (await source.trouble?.(plain, file.path)) ?? duckdbTrouble(plain, file.path, error as Error);
    throw new AdlError('SOURCE_INVALID', trouble.message, {suggestions: trouble.suggestions, cause: error});
  }
  await checkTable(database, file);
}

/** DuckDB takes `Name` and `name` for the same column and would call the second `name_1`. */
function checkNames(file: SourceFile, names: readonly string[]): void {
  const name = basename(file.path);
  const odd = names.find((one) => one.includes('\0'));
  if (odd !== undefined)
    throw invalid(`Expected text as the names of columns; ${name} has ${inline(odd)}.`, [
      `Rename it in ${name}.`,
    ]);
  const seen = new Map<string, number>();
  for (const [at, one] of names.entries()) {
    const folded = one.trim().toLowerCase();
    const twin = seen.get(folded);
    if (twin !== undefined && folded !== '') throw twins(name, [twin, at], names);
    seen.set(folded, at);
  }
}

function twins(file: string, [first, second]: [number, number], names: readonly string[]): AdlError {
  const [one, other] = [names[first]!, names[second]!];
  const places = `columns ${first + 1} and ${second + 1}`;
  const found = one === other ? `${places} are both` : `${places} are \`${inline(one)}\` and`;
  return invalid(
    `Expected columns of ${file} to have different names, in more than their case; ${found} \`${inline(other)}\`.`,
    [`Call one of them \`${inline(`${other}_2`)}\` in ${file}.`],
  );
}

async function checkTable(database: Database, {path}: SourceFile): Promise<void> {
  const name = basename(path);
  const columns = await columnsOf(database, '"adl:imported"');
  const taken = columns.slice(1).find((column) => column.name.toLowerCase().startsWith(reserved));
  if (taken)
    throw invalid(`A column may not be called \`${inline(taken.name)}\`: adl uses such names itself.`, [
      `Rename it in ${name}.`,
    ]);
  const [count] = await database.rows<{rows: number}>('SELECT count(*) AS rows FROM "adl:imported"');
  if (count!.rows === 0)
    throw invalid(`Expected rows, but ${name} has a header and nothing under it.`, [
      piped(path, 'head -n 3'),
    ]);
}

export interface StoredColumn {
  name: string;
  /** DuckDB's name of its type. */
  storage: string;
}

export async function columnsOf(database: Database, relation: string): Promise<StoredColumn[]> {
  const columns = await database.rows<{column_name: string; column_type: string}>(
    `DESCRIBE SELECT * FROM ${relation}`,
  );
  return columns.map(({column_name: name, column_type: storage}) => ({name, storage}));
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** In DuckDB's words, without the statement that it was given and the name of a copy. */
function duckdbTrouble(plain: SourceFile, path: string, error: Error): Trouble {
  const name = basename(path);
  const [said] = error.message.split(/\n\s*\n?LINE \d+:|Possible fixes:/);
  const lines = said!.split('\n').map((line) => line.trim().replaceAll(plain.path, name).slice(0, 200));
  const reason = lines.filter(Boolean).slice(0, 3).join(' ');
  return {
    message: `${name} could not be read as a table. ${reason}`,
    suggestions: [piped(path, 'head -c 300')],
  };
}

function invalid(message: string, suggestions: string[]): AdlError {
  return new AdlError('SOURCE_INVALID', message, {suggestions});
}
