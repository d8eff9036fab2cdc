import {spawn, spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {ModelSignature} from '../../src/base/signature.js';
import {loadParts} from '../../src/data/batches.js';
import {openDatabase} from '../../src/data/database.js';
import {fileLiteral} from '../../src/data/identifier.js';
import {columnsOf} from '../../src/data/import.js';
import {readSnapshot} from '../../src/data/snapshot.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {type RawRows, rawExpressions, readRaw} from '../../src/lifecycle/raw-columns.js';
import {projectPaths} from '../../src/project/paths.js';
import {compilePredictions} from '../../src/train/compile.js';
import {predictRows} from '../../src/train/predict.js';
import {rowWidths} from '../../src/train/rows.js';
import {adl} from '../helpers/adl.js';
import {loadNetwork} from '../helpers/networks.js';

/** Hides a folder from a command: an empty file system is mounted over it, for that command alone. */
const hidden = ['unshare --mount', 'unshare --map-root-user --mount'].find((command) => {
  const [program, ...flags] = command.split(' ');
  return spawnSync(program!, [...flags, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
});
const repository = resolve('.');
let home: string;
let service: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'adl-far-away-'));
  service = join(home, 'copy');
});

afterAll(() => rmSync(home, {recursive: true, force: true}));

it.runIf(process.env.ADL_REQUIRE_PEERS === '1')('can hide the repository', () => {
  expect(hidden, 'Expected `unshare --mount` to work here, as root or with user namespaces.').toBeDefined();
});

it.runIf(hidden)(
  'runs where the repository is not, and gives the predictions of the pipeline',
  {timeout: 300_000},
  async () => {
    const project = trainOnBirdstrikes();
    cpSync(join(project, 'service'), service, {recursive: true});
    expect(inHiding(`ls ${repository} | wc -l`).stdout.trim()).toBe('0');
    const install = inHiding('npm install --no-progress');
    expect(install.status, install.stderr).toBe(0);

    const child = spawn('sh', ['-c', hide('exec npm start')], {
      cwd: service,
      env: {...process.env, PORT: '0'},
      detached: true,
    });
    try {
      const url = await readyUrl(child);
      await compare(project, url);
    } finally {
      process.kill(-child.pid!, 'SIGTERM');
    }
  },
);

function trainOnBirdstrikes(): string {
  const cwd = join(home, 'project');
  cpSync(resolve('node_modules/vega-datasets/data/birdstrikes.csv'), join(cwd, 'birdstrikes.csv'));
  writeFileSync(
    join(cwd, 'adl.yaml'),
    `project: birdstrikes
source:
  tables: {strikes: {uri: birdstrikes.csv}}
  derive: {damaged: "\\"Effect Amount of damage\\" <> 'None'"}
  drop: [Effect Amount of damage, Cost Other, Cost Repair, Cost Total $]
  target: damaged
`,
  );
  for (const words of [
    ['source'],
    ['build', '--trials', '2', '--workers', '2'],
    ['deploy', '--to', 'service'],
  ]) {
    const {status, stderr} = adl(words, {cwd});
    expect(status, stderr).toBe(0);
  }
  return cwd;
}

function hide(command: string): string {
  return `${hidden} sh -c 'mount -t tmpfs none "${repository}" && ${command}'`;
}

function inHiding(command: string) {
  return spawnSync('sh', ['-c', hide(command)], {cwd: service, encoding: 'utf8'});
}

function readyUrl(child: ReturnType<typeof spawn>): Promise<string> {
  return new Promise((resolveUrl, reject) => {
    let text = '';
    const read = (part: Buffer) => {
      text += part;
      const [, url] = / is ready at (\S+)/.exec(text) ?? [];
      if (url) resolveUrl(url);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.on('exit', () => reject(new Error(`The service ended: ${text}`)));
  });
}

async function compare(project: string, url: string): Promise<void> {
  const {raw, expected, signature} = await testSplit(project);
  const inputs = signature.inputs.map(({name, datatype}) => {
    const data = [...raw.columns.get(name)!].map((value) => (Number.isNaN(value) ? null : value));
    return {name, datatype, shape: [raw.rows], data};
  });
  const response = await fetch(`${url}/infer`, {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({parameters: {content_type: 'pd'}, inputs}),
  });
  const {outputs} = (await response.json()) as {outputs: [{data: string[]}, {data: number[]}]};
  expect(response.status).toBe(200);
  const [{data: labels}, {data: probabilities}] = outputs;
  expect(probabilities).toHaveLength(expected.length);
  const furthest = Math.max(...probabilities.map((value, at) => Math.abs(value - expected[at]!)));
  expect(furthest).toBeLessThanOrEqual(1e-5);
  expect(labels).toEqual(
    labels.map((_, row) => (expected[row * 2]! >= expected[row * 2 + 1]! ? 'false' : 'true')),
  );
}

/** The raw rows of the test split, and what the trained model says of them in their encoded form. */
async function testSplit(
  project: string,
): Promise<{raw: RawRows; expected: Float32Array; signature: ModelSignature}> {
  const paths = projectPaths(project);
  const signature = JSON.parse(readFileSync(paths.model('1').signature, 'utf8')) as ModelSignature;
  const {model, parameters, snapshot} = loadNetwork(paths.run('0001'));
  const folder = paths.snapshot(snapshot);
  const {test} = readSnapshot(folder).splits;
  const widths = rowWidths(model.columns);
  const encoded = await loadParts(
    test.parts.map(({path}) => join(folder, path)),
    widths,
  );
  const pipeline = await onnxruntime.open(compilePredictions(model));
  const expected = await predictRows(pipeline, encoded, widths, parameters);
  const database = await openDatabase();
  const file = `read_parquet(${fileLiteral(join(folder, test.raw.path))})`;
  const expressions = rawExpressions(signature.inputs, await columnsOf(database, file));
  const raw = await readRaw(database, {inputs: signature.inputs, expressions, from: file});
  database.close();
  return {raw, expected, signature};
}
