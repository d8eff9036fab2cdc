import {existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {execa} from 'execa';
import {describe, expect, it} from 'vitest';
import type {ModelSignature} from '../../src/base/signature.js';
import {openDatabase} from '../../src/data/database.js';
import {fileLiteral} from '../../src/data/identifier.js';
import {columnsOf} from '../../src/data/import.js';
import {readSnapshot} from '../../src/data/snapshot.js';
import {deploy} from '../../src/lifecycle/deploy.js';
import {type RawRows, rawExpressions, readRaw} from '../../src/lifecycle/raw-columns.js';
import {openScorer} from '../../src/lifecycle/scorer.js';
import {loadTrained} from '../../src/lifecycle/trained.js';
import {finish, type TestProject, untrainedProject} from '../helpers/untrained-project.js';

const python = process.env.ADL_PYTHON ?? resolve('bench/.venv/bin/python');
const hasPython = existsSync(python);
if (!hasPython)
  console.log(`Skipped: ADL_PYTHON names a Python with onnx and onnxruntime; there is none at ${python}.`);

interface PythonAnswer {
  domains: string[];
  outputs: Record<string, unknown[]>;
  metadata: Record<string, string>;
}

it.runIf(process.env.ADL_REQUIRE_PEERS === '1')('has a Python to compare with', () => {
  expect(hasPython, `Expected a Python with onnx and onnxruntime at ${python}.`).toBe(true);
});

describe.runIf(hasPython)('an exported file in Python', () => {
  it.each([
    ['mlp', 'species'],
    ['linear', 'species'],
    ['mlp', 'mass'],
  ])("passes ONNX's checker and predicts the same: %s for %s", {timeout: 60_000}, async (family, target) => {
    const project = await untrainedProject({family, target});
    const {result} = await finish(deploy(project.host, {}));
    const signature = JSON.parse(readFileSync(project.paths.model('1').signature, 'utf8')) as ModelSignature;
    const rows = await rawRows(project, signature);
    const scorer = await openScorer(readFileSync(project.paths.model('1').onnx), signature);
    const expected = await scorer.score(rows);
    await scorer.close();

    const answer = await runPython(join(project.paths.root, result.model), rows, project.paths.root);
    expect(answer.domains).toEqual(['', 'ai.onnx.ml']);
    expect(answer.metadata).toMatchObject({
      name: 'Birds of Palmer',
      run: '0001',
      family,
      task: signature.task,
    });
    const [first, second] = signature.outputs.map(({name}) => answer.outputs[name]!);
    if (signature.labels) expect(first).toEqual(expected.labels);
    const values = (second ?? first!).flat() as number[];
    expect(values).toHaveLength(expected.values.length);
    // Another build of the runtime may add up in another order: a few units of float32's last place.
    const scale = Math.max(...expected.values.map(Math.abs));
    const furthest = Math.max(...values.map((value, at) => Math.abs(value - expected.values[at]!)));
    expect(furthest / scale).toBeLessThan(1e-6);
    rmSync(project.paths.root, {recursive: true});
  });
});

async function rawRows({paths}: TestProject, {inputs}: ModelSignature): Promise<RawRows> {
  const folder = paths.snapshot(loadTrained(paths.run('0001')).snapshot);
  const file = `read_parquet(${fileLiteral(join(folder, readSnapshot(folder).splits.test.raw.path))})`;
  const database = await openDatabase();
  const expressions = rawExpressions(inputs, await columnsOf(database, file));
  const rows = await readRaw(database, {inputs, expressions, from: file});
  database.close();
  return rows;
}

async function runPython(model: string, {columns}: RawRows, folder: string): Promise<PythonAnswer> {
  const values = [...columns].map(([name, column]) => [
    name,
    [...column].map((value) => (Number.isNaN(value) ? null : value)),
  ]);
  const file = join(folder, 'rows.json');
  writeFileSync(file, JSON.stringify(Object.fromEntries(values)));
  const {stdout} = await execa(python, [resolve('test/fixtures/run-exported.py'), model, file]);
  return JSON.parse(stdout) as PythonAnswer;
}
