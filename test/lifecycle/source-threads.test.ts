import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';
import {arrangeRows} from '../../src/data/arrange.js';
import {openDatabase} from '../../src/data/database.js';
import {deriveColumns} from '../../src/data/derive.js';
import {fileFacts} from '../../src/data/file.js';
import {importFile} from '../../src/data/import.js';
import {splitters} from '../../src/data/splits/registry.js';
import {decideTarget} from '../../src/data/target.js';
import {rankTypes} from '../../src/features/inference/ranked-column.js';
import {sourceSchema} from '../../src/lifecycle/manifest-schema.js';
import {typeColumns} from '../../src/lifecycle/source-columns.js';
import {writeSnapshot} from '../../src/lifecycle/source-snapshot.js';
import {splitOptions} from '../../src/lifecycle/split-keys.js';
import {projectPaths} from '../../src/project/paths.js';

const data = fileURLToPath(new URL('../../node_modules/vega-datasets/data', import.meta.url));

it.each([
  ['birdstrikes.csv', 'Wildlife Size'],
  ['movies.json', 'IMDB Rating'],
])('%s gives the same snapshot with any number of threads', async (file, target) => {
  const digests = [];
  for (const threads of [1, 2, 5]) digests.push(await snapshotOf(join(data, file), target, threads));
  expect(new Set(digests).size).toBe(1);
});

const part = "CASE WHEN length(\"Aircraft Airline Operator\") % 4 = 1 THEN 'test' ELSE 'train' END";

it.each([
  {by: 'column', column: 'part'},
  {by: 'grouped', group: ['Airport Name', 'Aircraft Make Model']},
  {by: 'random', test: 0.3},
  {by: 'stratified', folds: 4, fold: 1},
  {by: 'time', time: 'Flight Date', gap: '7d'},
])('split by %o a table gives the same snapshot with any number of threads', async (split) => {
  const file = join(data, 'birdstrikes.csv');
  const digests = [];
  for (const threads of [1, 3])
    digests.push(await snapshotOf(file, 'Phase of flight', threads, {split, derive: {part}}));
  expect(new Set(digests).size).toBe(1);
});

it('covers every way to split', () => {
  expect(Object.keys(splitters)).toEqual(['column', 'grouped', 'random', 'stratified', 'time']);
});

async function snapshotOf(file: string, target: string, threads: number, more: object = {}): Promise<string> {
  const database = await openDatabase(':memory:', {threads});
  const folder = mkdtempSync(join(tmpdir(), 'adl-'));
  await importFile(database, {path: file, scratch: folder}, await fileFacts(file));
  const section = sourceSchema.parse({tables: {t: {uri: file}}, target, ...more});
  await deriveColumns(database, section.derive);
  const columns = typeColumns(await rankTypes(database, '"adl:input"'), section);
  const {profile} = columns.find(({role}) => role === 'target')!;
  const facts = await decideTarget(database, '"adl:input"', profile);
  const features = columns.filter(({role}) => role === 'feature').map((column) => column.profile);
  const profiles = columns.map((column) => column.profile);
  const options = splitOptions(section.split, profiles, facts.task);
  const split = await arrangeRows(database, features, facts.expression, options);
  const {digest} = await writeSnapshot({
    database,
    paths: projectPaths(folder),
    columns,
    dataset: {rows: profile.rows, columns: columns.length, digest: 'd', file: 't'},
    target: {...facts, column: target},
    split,
  });
  database.close();
  return digest;
}
