import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type Database, openDatabase} from '../data/database.js';
import {deriveColumns} from '../data/derive.js';
import {type FileState, fileFacts} from '../data/file.js';
import {importFile} from '../data/import.js';
import type {Host, LifecycleEvent} from './event.js';
import {followed, step} from './source-progress.js';

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/** A table to look at. */
export interface TableFile {
  path: string;
  /** As people call it. */
  name: string;
  /** Columns that are derived from the others, as SQL. */
  derive?: Readonly<Record<string, string>>;
}

/** A table that was read, as `adl:input`, and a folder for what else is needed meanwhile. */
export interface ReadTable {
  database: Database;
  facts: FileState;
  scratch: string;
}

/** Works with a table that is read into memory, or into a folder where it does not fit; nothing of it stays. */
export async function* withTable<Result>(
  host: Host,
  {path, name, derive = {}}: TableFile,
  work: (table: ReadTable) => Events<Result>,
): Events<Result> {
  const facts = yield* followed(`Looking at ${name}`, undefined, (tell) => fileFacts(path, tell));
  const scratch = mkdtempSync(join(tmpdir(), 'adl-table-'));
  const database = await openDatabase(':memory:', {spill: scratch});
  const interrupt = () => database.interrupt();
  host.signal?.addEventListener('abort', interrupt);
  try {
    yield* step(`Reading ${name}`, database, (tell) => importFile(database, {path, scratch}, facts, tell));
    await deriveColumns(database, derive);
    return yield* work({database, facts, scratch});
  } finally {
    host.signal?.removeEventListener('abort', interrupt);
    database.close();
    rmSync(scratch, {recursive: true, force: true});
  }
}
