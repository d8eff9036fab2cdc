import {existsSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {columnNames} from '../data/batches.js';
import type {Database} from '../data/database.js';
import {identifier} from '../data/identifier.js';
import {encodeRows, trainingRows, writeParts} from '../data/parts.js';
import {sketchColumns} from '../data/sketches/sketch-columns.js';
import {type SnapshotColumn, type SnapshotSchema, snapshotDigest} from '../data/snapshot.js';
import type {SplitReport} from '../data/split.js';
import {columnStatistics} from '../data/statistics.js';
import {type TargetFacts, targetSql} from '../data/target.js';
import type {Tell} from '../data/tell.js';
import {type ColumnToEncode, encodeSql} from '../features/encode.js';
import {fitRepresentation} from '../features/fit-representation.js';
import {measuredColumn} from '../features/profile/measured-column.js';
import type {ViewedColumn} from '../features/view.js';
import {makeFolder} from '../project/folder.js';
import type {ProjectPaths} from '../project/paths.js';
import type {SourceColumn} from './source-columns.js';
import {type FeatureFit, fitColumns} from './source-fits.js';

export interface SnapshotRequest {
  database: Database;
  paths: ProjectPaths;
  columns: readonly SourceColumn[];
  dataset: SnapshotSchema['dataset'];
  target: TargetFacts & {column: string};
  split: SplitReport;
}

/** Fits on the training rows, encodes every row, and writes the snapshot to the folder of its own digest. */
export async function writeSnapshot(
  request: SnapshotRequest,
  tell: Tell = () => {},
): Promise<SnapshotSchema> {
  const draft = emptyDraft(request.paths.snapshots);
  try {
    const schema = await fillSnapshot(request, draft, tell);
    writeFileSync(join(draft, 'schema.json'), `${JSON.stringify(schema, null, 1)}\n`);
    const folder = request.paths.snapshot(schema.digest);
    if (existsSync(join(folder, 'schema.json'))) return schema;
    rmSync(folder, {recursive: true, force: true});
    renameSync(draft, folder);
    return schema;
  } finally {
    rmSync(draft, {recursive: true, force: true});
  }
}

/** There is one writer: a draft that lies there is of a process that was killed. */
function emptyDraft(snapshots: string): string {
  makeFolder(snapshots);
  const draft = join(snapshots, '.draft');
  rmSync(draft, {recursive: true, force: true});
  makeFolder(draft);
  return draft;
}

async function fillSnapshot(request: SnapshotRequest, draft: string, tell: Tell): Promise<SnapshotSchema> {
  const {database, target, dataset, split} = request;
  const fitted = await fitColumns(request, tell);
  const typed = fitted.filter((column): column is FeatureFit => column.role === 'feature');
  tell('encoding');
  await encodeRows(database, [...encodeSql(typed), targetSql(target)]);
  const statistics = await statisticsOf(request, typed, tell);
  await writeSketches(request, draft, tell);
  const raw = {raw: typed.map(({name}) => name), target: target.column};
  const splits = await writeParts(database, draft, split.rows, raw, tell);
  const content: SnapshotSchema = {
    format: 1,
    digest: '',
    rows: Object.values(split.rows).reduce((sum, rows) => sum + rows, 0),
    dataset,
    target: {column: target.column, ...(target.labels ? {labels: target.labels} : statistics.target)},
    task: target.task,
    columns: fitted.map((column) => withStatistics(column, statistics.numeric)),
    splits,
  };
  return {...content, digest: snapshotDigest(content)};
}

/**
 * What the training rows look like, for what comes later to be compared with: beside the parts, and no part of the digest, as
 * it follows from them.
 */
async function writeSketches({database, columns}: SnapshotRequest, draft: string, tell: Tell): Promise<void> {
  const measured = columns
    .filter(({role}) => role === 'feature')
    .map(({profile, type}) => measuredColumn({profile: asArranged(profile), type}));
  // Not all columns: they would be bound anew for each.
  const training = (names: readonly string[]) =>
    `(SELECT ${['"adl:row"', ...names.map(identifier)].join(', ')} FROM "adl:arranged" WHERE "adl:split" = 'train')`;
  const sketches = await sketchColumns(database, training, measured, tell);
  writeFileSync(join(draft, 'sketches.json'), `${JSON.stringify({format: 1, train: sketches})}\n`);
}

function asArranged(profile: SourceColumn['profile']): SourceColumn['profile'] {
  return {...profile, storage: profile.raw === 'number' ? 'DOUBLE' : 'VARCHAR'};
}

/** Of every encoded column of numbers, by its name, and of a target that is a number. */
async function statisticsOf(
  {database, columns}: SnapshotRequest,
  features: readonly FeatureFit[],
  tell: Tell,
): Promise<{numeric: Map<string, Seen>; target: {mean: number; scale: number}}> {
  const encoded = features.flatMap(({name, encoded}) =>
    encoded.flatMap((one) => (one.encoding.kind === 'numeric' ? [{column: name, part: one.name}] : [])),
  );
  const names = columnNames({numeric: encoded.length, codes: 0});
  const found = await columnStatistics(database, trainingRows, names, tell);
  const {mean, scale} = found.at(-1)!;
  const wishes = new Map(columns.map((column) => [column.profile.name, column.wishes]));
  const numeric = new Map<string, Seen>();
  for (const [at, {column, part}] of encoded.entries()) {
    const statistics = found[at]!;
    const wished = wishes.get(column) ?? {};
    const representation = await fitRepresentation(database, names[at]!, statistics, wished);
    numeric.set(`${column}\n${part}`, {statistics, ...(representation && {representation})});
  }
  return {numeric, target: {mean, scale}};
}

/** What the snapshot holds of an encoded column of numbers, for models to see it by. */
type Seen = Pick<ViewedColumn, 'statistics' | 'representation'>;

function withStatistics(
  {folds: _, ...column}: SnapshotColumn & Pick<ColumnToEncode, 'folds'>,
  seen: ReadonlyMap<string, Seen>,
): SnapshotColumn {
  if (!column.encoded) return column;
  const encoded = column.encoded.map((one) => ({...one, ...seen.get(`${column.name}\n${one.name}`)}));
  return {...column, encoded} as SnapshotColumn;
}
