import {appendFileSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {readSnapshot} from '../../src/data/snapshot.js';
import {deploy} from '../../src/lifecycle/deploy.js';
import {predict} from '../../src/lifecycle/predict.js';
import {serve} from '../../src/lifecycle/serve.js';
import {loadTrained} from '../../src/lifecycle/trained.js';
import {finish, type TestProject, untrainedProject} from '../helpers/untrained-project.js';

let project: TestProject;
let version: string;

beforeAll(async () => {
  project = await untrainedProject({rows: 60});
  ({version} = (await finish(deploy(project.host, {}))).result);
});

afterAll(() => rmSync(project.paths.root, {recursive: true}));

const model = () => project.paths.model(version);

it.each([
  ['a file that was changed', () => appendFileSync(model().onnx, 'x')],
  ['a file that is gone', () => rmSync(model().onnx)],
  ['a signature that is no JSON', () => writeFileSync(model().signature, '{')],
  ['a signature of something else', () => writeFileSync(model().signature, '{}')],
  ['a record that is no JSON', () => writeFileSync(model().parity, '{')],
  ['nothing', () => rmSync(model().folder, {recursive: true}), mkdirSync],
])(
  'a version with %s is told, and deployed anew as another',
  async (_name, damage, after?: typeof mkdirSync) => {
    damage();
    after?.(model().folder);
    const scoring = predict(project.host, {file: 'birds.csv', output: 'scored.csv'});
    await expect(finish(scoring)).rejects.toMatchObject({code: 'MODEL_DAMAGED', suggestions: ['adl deploy']});
    await expect(finish(serve(project.host, {port: 0}))).rejects.toMatchObject({code: 'MODEL_DAMAGED'});
    const {result} = await finish(deploy(project.host, {to: 'service'}));
    expect(Number(result.version)).toBe(Number(version) + 1);
    version = result.version;
  },
);

it.each(['raw', 'parts'] as const)('a snapshot whose %s were changed is told', async (which) => {
  const folder = project.paths.snapshot(loadTrained(project.paths.run('0001')).snapshot);
  const {raw, parts} = readSnapshot(folder).splits.test;
  writeFileSync(join(folder, which === 'raw' ? raw.path : parts[0]!.path), 'x');
  await expect(finish(deploy(project.host, {}))).rejects.toMatchObject({code: 'SNAPSHOT_DAMAGED'});
});
