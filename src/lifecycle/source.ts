import {existsSync} from 'node:fs';
import {AdlError} from '../base/errors.js';
import {replaceFile} from '../base/whole-file.js';
import {arrangeRows} from '../data/arrange.js';
import type {Database} from '../data/database.js';
import {deriveColumns} from '../data/derive.js';
import {type FileState, fileFacts} from '../data/file.js';
import {columnsOf, importFile} from '../data/import.js';
import {readSnapshot, type SnapshotColumn, type SnapshotSchema} from '../data/snapshot.js';
import type {SplitReport} from '../data/split.js';
import {decideTarget, type TargetFacts} from '../data/target.js';
import type {Tell} from '../data/tell.js';
import {rankTypes} from '../features/inference/ranked-column.js';
import type {RulesText} from '../prepare/dqdl/fault.js';
import {makeFolder} from '../project/folder.js';
import {type Home, makeHome} from '../project/home.js';
import {readLock, writeStage} from '../project/lock.js';
import {lockWarehouse} from '../project/warehouse-lock.js';
import type {Host, LifecycleEvent} from './event.js';
import {freshness, sourceInputs} from './freshness.js';
import {lookAt, referenceDigests} from './present.js';
import {dataDigest, keepMetrics, pastMetrics, referencesIn, rulesIn} from './rules-in-project.js';
import {checkFeatures, otherTargets, type SourceColumn, saidTask, typeColumns} from './source-columns.js';
import {keepLeaks, type Leakage, leaksOf, leakWarnings, readLeaks} from './source-leaks.js';
import {followed, step} from './source-progress.js';
import {sourceWarnings, tooFewRows} from './source-remarks.js';
import {readRequest, type SourceOptions, type SourceRequest} from './source-request.js';
import {checkRules, rulesBroken} from './source-rules.js';
import {writeSnapshot} from './source-snapshot.js';
import {withWarehouse} from './source-warehouse.js';
import {splitOptions} from './split-keys.js';

export interface SourceResult {
  dataset: {rows: number; columns: number; digest: string};
  target: string;
  task: 'classification' | 'regression';
  types: {column: string; type: string; confidence: number; reason: string}[];
  splits: {train: number; validation: number; test: number};
  leakage: Leakage[];
  snapshot: string;
}

type Events<Result> = AsyncGenerator<LifecycleEvent, Result>;

/**
 * Turns the table that the manifest names into an immutable snapshot: typed, split, fitted on the training rows,
 * encoded. With a file and a target it makes the manifest first. With nothing changed it does nothing.
 *
 * @example for await (const event of source(host, {file: 'strikes.csv', target: 'damage'})) console.error(event.message);
 * @throws MANIFEST_*, FILE_MISSING, SOURCE_INVALID, TARGET_MISSING, TARGET_INVALID, COLUMN_MISSING, WAREHOUSE_LOCKED
 * @throws RULE_INVALID; RULES_BROKEN with the result where a rule of level `error` does not hold
 */
export async function* source(host: Host, options: SourceOptions): Events<SourceResult> {
  const request = readRequest(host, options);
  const {file, uri} = request;
  const facts = yield* followed(`Looking at ${uri}`, undefined, (tell) => fileFacts(file, tell));
  const unchanged = await freshSnapshot(request, facts);
  if (unchanged) {
    yield note('Nothing has changed since the last time: the snapshot stays as it is.');
    return resultOf(unchanged, request);
  }
  return resultOf(yield* anew(host, request, facts), request);
}

/** A first run that fails leaves the folder as it was: there is no project yet. */
async function* anew(host: Host, request: SourceRequest, facts: FileState): Events<SnapshotSchema> {
  const {paths} = request;
  const home = makeHome(paths);
  let release = () => {};
  try {
    release = lockWarehouse(paths.warehouseLock);
    makeFolder(paths.snapshots);
    const snapshot = yield* withWarehouse(paths, host.signal, (database, scratch) =>
      makeSnapshot({host, request, facts, database, scratch, home}),
    );
    writeStage(paths.lock, 'source', {
      inputs: sourceInputs(
        request.manifest,
        request.uri,
        facts,
        await referenceDigests(paths, request.manifest),
      ),
      outputs: {snapshot: snapshot.digest},
    });
    return snapshot;
  } catch (error) {
    if (!existsSync(paths.manifest) && !isLocked(error)) home.undo();
    host.signal?.throwIfAborted();
    throw error;
  } finally {
    release();
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof AdlError && error.code === 'WAREHOUSE_LOCKED';
}

async function freshSnapshot(
  {paths, manifest, text}: SourceRequest,
  facts: FileState,
): Promise<SnapshotSchema | undefined> {
  if (text !== undefined) return undefined;
  const lock = readLock(paths.lock);
  const {fresh} = freshness(lock, await lookAt(paths, manifest, lock, facts)).source;
  return fresh ? readSnapshot(paths.snapshot(String(lock.source!.outputs.snapshot))) : undefined;
}

interface Work {
  host: Host;
  request: SourceRequest;
  facts: FileState;
  database: Database;
  scratch: string;
  home: Home;
}

async function* makeSnapshot({host, request, facts, database, scratch, home}: Work): Events<SnapshotSchema> {
  const {paths, manifest, file, uri, text} = request;
  const section = manifest.source;
  const rules = rulesIn(paths, section, text);
  const {read} = yield* step(`Reading ${uri}`, database, (tell) =>
    importFile(database, {path: file, scratch}, facts, tell),
  );
  if (!read) yield note('Its content is as it was: the warehouse has it already.');
  yield* followed('Deriving columns', database, (tell) => deriveColumns(database, section.derive, tell));
  host.signal?.throwIfAborted();
  if (rules) yield* keepRules({host, request, facts, database, scratch, home}, rules);
  const ranked = yield* step('Looking at the columns', database, (tell) =>
    rankTypes(database, '"adl:input"', tell),
  );
  const columns = typeColumns(ranked, section);
  const targetColumn = columns.find(({role}) => role === 'target')!;
  const target = await decideTarget(database, '"adl:input"', targetColumn.profile, {
    task: saidTask(section),
    instead: otherTargets(columns, request.command),
  });
  if (text !== undefined) {
    replaceFile(paths.manifest, text);
    yield note(`Wrote ${paths.manifest}`);
    if (home.ignored) yield note('Added .adl/ to .gitignore');
  }
  checkFeatures(columns);
  host.signal?.throwIfAborted();
  const split = yield* step('Splitting the rows', database, (tell) =>
    splitRows(database, columns, target, request, tell),
  );
  yield* sourceWarnings({columns, target: targetColumn, facts: target, split, section});
  const leaks = yield* step('Looking for leaks', database, (tell) =>
    leaksOf(database, columns, target.task, section, tell),
  );
  yield* leakWarnings(leaks, section, columns);
  host.signal?.throwIfAborted();
  const {length} = await columnsOf(database, '"adl:imported"');
  const dataset = {rows: targetColumn.profile.rows, columns: length - 1, digest: facts.digest, file: uri};
  const asked = {database, paths, columns, dataset, target: {...target, column: section.target}, split};
  const snapshot = yield* step('Fitting on the training rows and encoding', database, (tell) =>
    writeSnapshot(asked, tell),
  );
  keepLeaks(paths.snapshot(snapshot.digest), leaks);
  return snapshot;
}

/** Data that breaks a rule of level `error` gets no snapshot. */
async function* keepRules({host, request, facts, database, scratch}: Work, rules: RulesText): Events<void> {
  const {paths, manifest, uri} = request;
  const section = manifest.source;
  const data = dataDigest(facts.digest, section);
  const result = yield* checkRules(
    {
      ...{host, database, scratch, name: uri, rules, environment: 'training', target: section.target},
      ...{references: referencesIn(paths, section), past: pastMetrics(paths, data), rejects: paths.rejects},
    },
    (metrics) => keepMetrics(paths, data, metrics, host.now),
  );
  if (!result.passed) throw rulesBroken(result, 'Correct the data, or the rules: adl source validate');
}

async function splitRows(
  database: Database,
  columns: readonly SourceColumn[],
  target: TargetFacts,
  {manifest, uri}: SourceRequest,
  tell: Tell,
): Promise<SplitReport> {
  const features = columns.filter(({role}) => role === 'feature').map(({profile}) => profile);
  const profiles = columns.map(({profile}) => profile);
  const options = splitOptions(manifest.source.split, profiles, target.task);
  const report = await arrangeRows(database, features, target.expression, options, tell);
  if (Object.values(report.rows).some((rows) => rows === 0)) throw tooFewRows(report, uri);
  return report;
}

function resultOf(snapshot: SnapshotSchema, {paths}: SourceRequest): SourceResult {
  const {dataset, target, task, columns, splits, digest} = snapshot;
  return {
    dataset: {rows: dataset.rows, columns: dataset.columns, digest: dataset.digest},
    target: target.column,
    task,
    types: columns.map((column) => ({column: column.name, ...typeOf(column, target.labels)})),
    splits: {train: splits.train.rows, validation: splits.validation.rows, test: splits.test.rows},
    leakage: readLeaks(paths.snapshot(digest)),
    snapshot: digest,
  };
}

/** What a target is says the task, whatever it looked like as a feature. */
function typeOf({role, type, confidence, reason}: SnapshotColumn, labels: readonly string[] | undefined) {
  if (role === 'dropped') return {type, confidence, reason: 'Dropped, as adl.yaml says.'};
  if (role !== 'target' || !labels || type === 'categorical') return {type, confidence, reason};
  return {type: 'categorical', confidence, reason: `Each of its ${labels.length} values is a class.`};
}

function note(message: string): LifecycleEvent {
  return {stage: 'source', kind: 'note', message};
}
