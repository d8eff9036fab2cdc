import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {sha256File} from '../base/hash.js';
import type {Database} from './database.js';
import {identifier, literal} from './identifier.js';
import {singleThreaded} from './single-thread.js';
import type {SnapshotPart, SnapshotSplit} from './snapshot.js';
import {type SplitName, splitNames} from './split-names.js';
import type {Tell} from './tell.js';

/** Training rows are cut in more parts: each worker of a build holds some of them. */
const mostParts: Record<SplitName, number> = {train: 8, validation: 4, test: 4};

/** The rows of the training parts, encoded, in their order; to stand after FROM. */
export const trainingRows = `"adl:encoded" WHERE "adl:split" = 'train'`;

/**
 * Encodes every row once, as the table `adl:encoded`: with many columns it takes longer to make such a statement ready
 * than to run it.
 * @param columns the encoded columns and the target, as SQL over `adl:arranged`
 */
export async function encodeRows(database: Database, columns: readonly string[]): Promise<void> {
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:encoded" AS
     SELECT "adl:split", "adl:position", ${columns.join(', ')} FROM "adl:arranged"`,
  );
}

interface RawColumns {
  /** The names of the raw columns. */
  raw: readonly string[];
  target: string;
}

/** Writes every part of a snapshot. One thread writes, so that equal rows give equal bytes. */
export async function writeParts(
  database: Database,
  folder: string,
  rows: Readonly<Record<SplitName, number>>,
  {raw, target}: RawColumns,
  tell: Tell = () => {},
): Promise<Record<SplitName, SnapshotSplit>> {
  mkdirSync(join(folder, 'raw'), {recursive: true});
  const names = [...raw.map(identifier), `"adl:target" AS ${identifier(target)}`].join(', ');
  return singleThreaded(database, async () => {
    const done: Partial<Record<SplitName, SnapshotSplit>> = {};
    for (const name of splitNames)
      done[name] = await writeSplit({database, folder, tell, raw: names}, name, rows[name]);
    return done as Record<SplitName, SnapshotSplit>;
  });
}

interface Writing {
  database: Database;
  folder: string;
  /** The raw columns and the target, as SQL. */
  raw: string;
  tell: Tell;
}

async function writeSplit(writing: Writing, split: SplitName, rows: number): Promise<SnapshotSplit> {
  mkdirSync(join(writing.folder, split), {recursive: true});
  const parts: SnapshotPart[] = [];
  const count = Math.min(mostParts[split], rows);
  for (let at = 0; at < count; at += 1) {
    writing.tell(`${split} part ${at + 1} of ${count}`);
    const [start, end] = [Math.floor((at * rows) / count), Math.floor(((at + 1) * rows) / count)];
    const path = `${split}/part-${String(at).padStart(3, '0')}.parquet`;
    const columns = '* EXCLUDE ("adl:split", "adl:position")';
    parts.push(await copyRows(writing, path, {split, start, end, columns, from: '"adl:encoded"'}));
  }
  writing.tell(`raw ${split} rows`);
  const whole = {split, start: 0, end: rows, columns: writing.raw, from: '"adl:arranged"'};
  return {rows, parts, raw: await copyRows(writing, `raw/${split}.parquet`, whole)};
}

interface Range {
  split: SplitName;
  start: number;
  end: number;
  columns: string;
  from: string;
}

async function copyRows(
  {database, folder}: Writing,
  path: string,
  {split, start, end, columns, from}: Range,
): Promise<SnapshotPart> {
  const file = join(folder, path);
  await database.run(
    `COPY (SELECT ${columns} FROM ${from} WHERE "adl:split" = '${split}'
       AND "adl:position" >= ${start} AND "adl:position" < ${end} ORDER BY "adl:position")
     TO ${literal(file)} (FORMAT parquet, COMPRESSION zstd)`,
  );
  return {path, rows: end - start, sha256: await sha256File(file)};
}
