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
import {decideTarget} from '../../src/data/target.js';
import {rankTypes} from '../../src/features/inference/ranked-column.js';
import {sourceSchema} from '../../src/lifecycle/manifest-schema.js';
import {typeColumns} from '../../src/lifecycle/source-columns.js';
import {writeSnapshot} from '../../src/lifecycle/source-snapshot.js';
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

async function snapshotOf(file: string, target: string, threads: number): Promise<string> {
  const database = await openDatabase(':memory:', {threads});
  const folder = mkdtempSync(join(tmpdir(), 'adl-'));
  await importFile(database, {path: file, scratch: folder}, await fileFacts(file));
  await deriveColumns(database, {});
  const section = sourceSchema.parse({tables: {t: {uri: file}}, target});
  const columns = typeColumns(await rankTypes(database, '"adl:input"'), section);
  const {profile} = columns.find(({role}) => role === 'target')!;
  const facts = await decideTarget(database, '"adl:input"', profile);
  const features = columns.filter(({role}) => role === 'feature').map((column) => column.profile);
  const options = {by: 'stratified', test: 0.2, validation: 0.2, seed: 0, task: facts.task};
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
