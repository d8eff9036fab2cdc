import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {sha256File} from '../base/hash.js';
import type {Database} from './database.js';
import {identifier, literal} from './identifier.js';
import {singleThreaded} from './single-thread.js';
import type {SnapshotPart, SnapshotSplit} from './snapshot.js';
import {type SplitName, splitNames} from './split.js';

/** Training rows are cut in more parts: each worker of a build holds some of them. */
const mostParts: Record<SplitName, number> = {train: 8, validation: 4, test: 4};

export interface PartColumns {
  /** The encoded columns and the target, as SQL. */
  encoded: readonly string[];
  /** The names of the raw columns. */
  raw: readonly string[];
  target: string;
}

/** Writes every part of a snapshot. One thread writes, so that equal rows give equal bytes. */
export async function writeParts(
  database: Database,
  folder: string,
  rows: Readonly<Record<SplitName, number>>,
  columns: PartColumns,
): Promise<Record<SplitName, SnapshotSplit>> {
  const splits: Partial<Record<SplitName, SnapshotSplit>> = {};
  mkdirSync(join(folder, 'raw'), {recursive: true});
  await singleThreaded(database, async () => {
    for (const name of splitNames)
      splits[name] = await writeSplit(database, folder, name, rows[name], columns);
  });
  return splits as Record<SplitName, SnapshotSplit>;
}

async function writeSplit(
  database: Database,
  folder: string,
  split: SplitName,
  rows: number,
  columns: PartColumns,
): Promise<SnapshotSplit> {
  mkdirSync(join(folder, split), {recursive: true});
  const parts: SnapshotPart[] = [];
  const count = Math.min(mostParts[split], rows);
  for (let at = 0; at < count; at += 1) {
    const range = {start: Math.floor((at * rows) / count), end: Math.floor(((at + 1) * rows) / count)};
    const path = `${split}/part-${String(at).padStart(3, '0')}.parquet`;
    parts.push(await copyRows(database, folder, path, {split, ...range, columns: columns.encoded}));
  }
  const raw = [...columns.raw.map(identifier), `"adl:target" AS ${identifier(columns.target)}`];
  const whole = {split, start: 0, end: rows, columns: raw};
  return {rows, parts, raw: await copyRows(database, folder, `raw/${split}.parquet`, whole)};
}

interface Range {
  split: SplitName;
  start: number;
  end: number;
  columns: readonly string[];
}

async function copyRows(
  database: Database,
  folder: string,
  path: string,
  {split, start, end, columns}: Range,
): Promise<SnapshotPart> {
  const file = join(folder, path);
  await database.run(
    `COPY (SELECT ${columns.join(', ')} FROM "adl:arranged" WHERE "adl:split" = '${split}'
       AND "adl:position" >= ${start} AND "adl:position" < ${end} ORDER BY "adl:position")
     TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  return {path, rows: end - start, sha256: await sha256File(file)};
}
