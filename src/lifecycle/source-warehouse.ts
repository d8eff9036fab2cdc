import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {type Database, openDatabase} from '../data/database.js';
import {makeFolder} from '../project/folder.js';
import type {ProjectPaths} from '../project/paths.js';
import type {LifecycleEvent} from './event.js';

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/**
 * Works with the warehouse, and with a folder for what does not fit in memory and for copies, which is gone afterwards.
 * A signal ends the statement that runs.
 */
export async function* withWarehouse<Result>(
  paths: ProjectPaths,
  signal: AbortSignal | undefined,
  work: (database: Database, scratch: string) => Events<Result>,
): Events<Result> {
  const scratch = join(paths.home, 'spill');
  rmSync(scratch, {recursive: true, force: true});
  makeFolder(scratch);
  const database = await openWarehouse(paths.warehouse, scratch);
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    return yield* work(database, scratch);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
    rmSync(scratch, {recursive: true, force: true});
  }
}

/**
 * What the warehouse holds can be read again from the file: one that cannot be opened is begun anew, unless something
 * else, such as a DuckDB shell, has it open, or the system refuses.
 */
async function openWarehouse(path: string, spill: string): Promise<Database> {
  try {
    return await openDatabase(path, {spill});
  } catch (error) {
    if (/lock on file/i.test((error as Error).message)) throw heldElsewhere(path, error as Error);
    if (error instanceof AdlError) throw error;
    for (const file of [path, `${path}.wal`]) rmSync(file, {recursive: true, force: true});
    return openDatabase(path, {spill});
  }
}

/** DuckDB says who, where it can. */
function heldElsewhere(path: string, error: Error): AdlError {
  const [, program, pid] = /held in (.+?) \(PID (\d+)\)/.exec(error.message) ?? [];
  const who = pid === undefined ? 'another program' : `process ${pid} (${program})`;
  return new AdlError('WAREHOUSE_LOCKED', `Expected to be alone with ${path}, but ${who} has it open.`, {
    suggestions: ['Close that program, then run `adl source` again.', ...(pid ? [`kill ${pid}`] : [])],
    cause: error,
  });
}
