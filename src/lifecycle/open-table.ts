import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {type Database, openDatabase} from '../data/database.js';
import {deriveColumns} from '../data/derive.js';
import {fileFacts} from '../data/file.js';
import {importFile} from '../data/import.js';
import {type ProjectPaths, projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import type {Host, LifecycleEvent} from './event.js';
import {loadManifest} from './manifest.js';
import type {SourceSection} from './manifest-schema.js';
import {followed, step} from './source-progress.js';

/** A table to look at: any file, or that of a project. */
export interface OpenedTable {
  path: string;
  name: string;
  /** Of the project that it belongs to. */
  project?: {paths: ProjectPaths; section: SourceSection};
}

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/** The file that is named, or else the table of the project that one is in. @throws MANIFEST_* */
export function namedTable(host: Host, file: string | undefined): OpenedTable {
  if (file !== undefined) return {path: resolve(host.cwd, file), name: file};
  const paths = projectPaths(findProject(host.cwd));
  const {source: section} = loadManifest(paths);
  const {uri} = Object.values(section.tables)[0]!;
  return {path: resolve(paths.root, uri), name: uri, project: {paths, section}};
}

/**
 * Reads a table into memory, or a folder where it does not fit, and works on `adl:input`: its columns and those that the
 * project derives. A signal ends the statement that runs. @throws FILE_MISSING, SOURCE_INVALID, MANIFEST_INVALID
 */
export async function* withTable<Result>(
  host: Host,
  {path, name, project}: OpenedTable,
  work: (database: Database) => Events<Result>,
): Events<Result> {
  const facts = yield* followed(`Looking at ${name}`, undefined, (tell) => fileFacts(path, tell));
  const scratch = mkdtempSync(join(tmpdir(), 'adl-table-'));
  const database = await openDatabase(':memory:', {spill: scratch});
  const interrupt = () => database.interrupt();
  host.signal?.addEventListener('abort', interrupt);
  try {
    yield* step(`Reading ${name}`, database, (tell) => importFile(database, {path, scratch}, facts, tell));
    await deriveColumns(database, project?.section.derive ?? {});
    return yield* work(database);
  } finally {
    host.signal?.removeEventListener('abort', interrupt);
    database.close();
    rmSync(scratch, {recursive: true, force: true});
  }
}
