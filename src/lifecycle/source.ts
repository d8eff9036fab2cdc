import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {replaceFile} from '../base/whole-file.js';
import {arrangeRows} from '../data/arrange.js';
import {type Database, openDatabase} from '../data/database.js';
import {deriveColumns} from '../data/derive.js';
import {type FileFacts, fileFacts} from '../data/file.js';
import {columnsOf, importFile} from '../data/import.js';
import {profileColumns} from '../data/profile.js';
import {readSnapshot, type SnapshotSchema} from '../data/snapshot.js';
import type {SplitReport} from '../data/split.js';
import {decideTarget, type TargetFacts} from '../data/target.js';
import {makeFolder} from '../project/folder.js';
import {ignoreHome} from '../project/ignore.js';
import {readLock, writeStage} from '../project/lock.js';
import type {ProjectPaths} from '../project/paths.js';
import {lockWarehouse} from '../project/warehouse-lock.js';
import type {Host, LifecycleEvent} from './event.js';
import {freshness, sourceInputs} from './freshness.js';
import {lookAt} from './present.js';
import {type SourceColumn, saidTask, typeColumns} from './source-columns.js';
import {sourceWarnings, tooFewRows} from './source-remarks.js';
import {readRequest, type SourceOptions, type SourceRequest} from './source-request.js';
import {writeSnapshot} from './source-snapshot.js';

export interface SourceResult {
  dataset: {rows: number; columns: number; digest: string};
  target: string;
  task: 'classification' | 'regression';
  types: {column: string; type: string; confidence: number; reason: string}[];
  splits: {train: number; validation: number; test: number};
  snapshot: string;
}

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/**
 * Turns the table that the manifest names into an immutable snapshot: typed, split, fitted on the training rows,
 * encoded. With a file and a target it makes the manifest first. With nothing changed it does nothing.
 *
 * @example for await (const event of source(host, {file: 'strikes.csv', target: 'damage'})) console.error(event.message);
 * @throws MANIFEST_*, FILE_MISSING, SOURCE_INVALID, TARGET_MISSING, TARGET_INVALID, COLUMN_MISSING, WAREHOUSE_LOCKED
 */
export async function* source(host: Host, options: SourceOptions): Events<SourceResult> {
  const request = readRequest(host, options);
  const facts = await fileFacts(request.file);
  const unchanged = await freshSnapshot(request);
  if (unchanged) {
    yield note('Nothing has changed since the last time: the snapshot stays as it is.');
    return resultOf(unchanged);
  }
  if (ignoreHome(request.paths)) yield note('Added .adl/ to .gitignore');
  const release = lockWarehouse(request.paths.warehouseLock);
  try {
    const snapshot = yield* withWarehouse(request.paths, (database) =>
      makeSnapshot(host, request, facts, database),
    );
    writeStage(request.paths.lock, 'source', {
      inputs: sourceInputs(request.manifest, request.uri, facts),
      outputs: {snapshot: snapshot.digest},
    });
    return resultOf(snapshot);
  } finally {
    release();
  }
}

async function freshSnapshot({paths, manifest, text}: SourceRequest): Promise<SnapshotSchema | undefined> {
  if (text !== undefined) return undefined;
  const lock = readLock(paths.lock);
  const {fresh} = freshness(lock, await lookAt(paths, manifest, lock)).source;
  return fresh ? readSnapshot(paths.snapshot(String(lock.source!.outputs.snapshot))) : undefined;
}

async function* withWarehouse<Result>(
  paths: ProjectPaths,
  work: (database: Database) => Events<Result>,
): Events<Result> {
  const spill = join(paths.home, 'spill');
  makeFolder(spill);
  const database = await openWarehouse(paths.warehouse, spill);
  try {
    return yield* work(database);
  } finally {
    database.close();
    rmSync(spill, {recursive: true, force: true});
  }
}

/**
 * What the warehouse holds can be read again from the file: one that cannot be opened is begun anew, unless something
 * else, such as a DuckDB shell, has it open.
 */
async function openWarehouse(path: string, spill: string): Promise<Database> {
  try {
    return await openDatabase(path, {spill});
  } catch (error) {
    if (/lock on file/i.test((error as Error).message)) throw heldElsewhere(path, error);
    rmSync(path, {force: true});
    rmSync(`${path}.wal`, {force: true});
    return openDatabase(path, {spill});
  }
}

function heldElsewhere(path: string, cause: unknown): AdlError {
  return new AdlError(
    'WAREHOUSE_LOCKED',
    `Expected to be alone with ${path}, but another program has it open.`,
    {
      suggestions: ['Close that program, then run `adl source` again.'],
      cause,
    },
  );
}

async function* makeSnapshot(
  host: Host,
  request: SourceRequest,
  facts: FileFacts,
  database: Database,
): Events<SnapshotSchema> {
  const {paths, manifest, file, uri, text} = request;
  const section = manifest.source;
  yield step(`Reading ${uri}`);
  const {read} = await importFile(database, {path: file, scratch: join(paths.home, 'spill')}, facts);
  if (!read) yield note('Its content is as it was: the warehouse has it already.');
  await deriveColumns(database, section.derive);
  host.signal?.throwIfAborted();
  yield step('Looking at the columns');
  const columns = typeColumns(await profileColumns(database, '"adl:input"'), section);
  const targetColumn = columns.find(({role}) => role === 'target')!;
  const target = await decideTarget(database, '"adl:input"', targetColumn.profile, saidTask(section));
  if (text !== undefined) {
    replaceFile(paths.manifest, text);
    yield note(`Wrote ${paths.manifest}`);
  }
  host.signal?.throwIfAborted();
  yield step('Splitting the rows');
  const split = await splitRows(database, columns, target, request);
  yield* sourceWarnings(columns, targetColumn, target.task, split);
  host.signal?.throwIfAborted();
  yield step('Fitting on the training rows and encoding');
  const {length} = await columnsOf(database, '"adl:imported"');
  const dataset = {rows: targetColumn.profile.rows, columns: length - 1, digest: facts.digest, file: uri};
  return writeSnapshot({
    database,
    paths,
    columns,
    dataset,
    target: {...target, column: section.target},
    split,
  });
}

async function splitRows(
  database: Database,
  columns: readonly SourceColumn[],
  target: TargetFacts,
  {manifest}: SourceRequest,
): Promise<SplitReport> {
  const features = columns.filter(({role}) => role === 'feature').map(({profile}) => profile);
  const {test, validation, seed} = manifest.source.split;
  const report = await arrangeRows(database, features, target.expression, {
    test,
    validation,
    seed,
    task: target.task,
  });
  if (Object.values(report.rows).some((rows) => rows === 0)) throw tooFewRows(report);
  return report;
}

function resultOf({dataset, target, task, columns, splits, digest}: SnapshotSchema): SourceResult {
  return {
    dataset: {rows: dataset.rows, columns: dataset.columns, digest: dataset.digest},
    target: target.column,
    task,
    types: columns.map(({name, role, type, confidence, reason}) => ({
      ...{column: name, type, confidence},
      reason: role === 'dropped' ? 'Dropped, as adl.yaml says.' : reason,
    })),
    splits: {train: splits.train.rows, validation: splits.validation.rows, test: splits.test.rows},
    snapshot: digest,
  };
}

function step(message: string): LifecycleEvent {
  return {stage: 'source', kind: 'step', message};
}

function note(message: string): LifecycleEvent {
  return {stage: 'source', kind: 'note', message};
}
