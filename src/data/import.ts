import {basename} from 'node:path';
import {AdlError} from '../base/errors.js';
import type {Database} from './database.js';
import {type FileFacts, sourceOf} from './file.js';
import type {SourceFile} from './sources/source.js';

/** How names begin that this shelf gives to columns and tables of its own. */
export const reserved = 'adl:';

/**
 * Reads a file into the table `adl:imported`, unless it holds that content already. `adl:row` counts
 * the rows in the file's order, from 0.
 * @throws SOURCE_INVALID
 */
export async function importFile(
  database: Database,
  file: SourceFile,
  facts: FileFacts,
): Promise<{read: boolean}> {
  if (await holds(database, facts)) return {read: false};
  await database.run('DROP TABLE IF EXISTS "adl:imports"');
  try {
    await readTable(database, file);
  } catch (error) {
    throw error instanceof AdlError ? error : unreadable(file, error as Error);
  }
  await checkTable(database, file);
  await database.run('CREATE TABLE "adl:imports" (digest VARCHAR, size BIGINT)');
  await database.run('INSERT INTO "adl:imports" VALUES ($1, $2)', [facts.digest, facts.size]);
  return {read: true};
}

async function holds(database: Database, {digest, size}: FileFacts): Promise<boolean> {
  const tables = await database.rows(`SELECT 1 FROM duckdb_tables() WHERE table_name = 'adl:imports'`);
  if (tables.length === 0) return false;
  const rows = await database.rows('SELECT 1 FROM "adl:imports" WHERE digest = $1 AND size = $2', [
    digest,
    size,
  ]);
  return rows.length > 0;
}

async function readTable(database: Database, file: SourceFile): Promise<void> {
  const source = sourceOf(file.path);
  checkNames(file, await source.names(database, file));
  const relation = await source.relation(database, file);
  await database.run(
    `CREATE OR REPLACE TABLE "adl:imported" AS SELECT row_number() OVER () - 1 AS "adl:row", * FROM ${relation}`,
  );
}

/** DuckDB takes `Name` and `name` for the same column and would call the second `name_1`. */
function checkNames(file: SourceFile, names: readonly string[]): void {
  const odd = names.find((name) => name.includes('\0'));
  if (odd !== undefined)
    throw new AdlError(
      'SOURCE_INVALID',
      `Expected text as the names of columns; ${basename(file.path)} has ${JSON.stringify(odd)}.`,
      {suggestions: [`Rename it in ${basename(file.path)}.`]},
    );
  const seen = new Map<string, string>();
  for (const name of names) {
    const folded = name.trim().toLowerCase();
    const twin = seen.get(folded);
    if (twin !== undefined && folded !== '')
      throw new AdlError(
        'SOURCE_INVALID',
        `Expected column names that differ in more than case; ${basename(file.path)} has \`${twin}\` and \`${name}\`.`,
        {suggestions: [`Rename one of them in ${basename(file.path)}.`]},
      );
    seen.set(folded, name);
  }
}

async function checkTable(database: Database, {path}: SourceFile): Promise<void> {
  const columns = await columnsOf(database, '"adl:imported"');
  const taken = columns.slice(1).find(({name}) => name.toLowerCase().startsWith(reserved));
  if (taken)
    throw new AdlError(
      'SOURCE_INVALID',
      `A column may not be called \`${taken.name}\`: adl uses such names itself.`,
      {
        suggestions: [`Rename it in ${basename(path)}.`],
      },
    );
  const [count] = await database.rows<{rows: number}>('SELECT count(*) AS rows FROM "adl:imported"');
  if (count!.rows === 0)
    throw new AdlError(
      'SOURCE_INVALID',
      `Expected rows, but ${basename(path)} has a header and nothing under it.`,
    );
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

function unreadable({path}: SourceFile, error: Error): AdlError {
  const lines = error.message.split('\n').map((line) => line.slice(0, 200));
  const reason = lines.filter(Boolean).slice(0, 3).join(' ');
  return new AdlError('SOURCE_INVALID', `${basename(path)} could not be read as a table. ${reason}`, {
    suggestions: remedies(basename(path), reason),
    cause: error,
  });
}

function remedies(name: string, reason: string): string[] {
  if (/utf-?8|unicode/i.test(reason)) return [`iconv -f latin1 -t utf-8 ${name} > utf-8-${name}`];
  if (/invalid state/i.test(reason))
    return [`Where lines end in more than one way: tr -d '\\r' < ${name} > unix-${name}`];
  return [];
}
