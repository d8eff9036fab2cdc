import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Database, openDatabase} from '../../src/data/database.js';
import {deploy} from '../../src/lifecycle/deploy.js';
import {run} from '../../src/lifecycle/run.js';
import {status} from '../../src/lifecycle/status.js';
import {saveTrained} from '../../src/lifecycle/trained.js';
import {readLock} from '../../src/project/lock.js';
import {loadNetwork} from '../helpers/networks.js';
import {canDropPrivileges, open, unprivileged} from '../helpers/unprivileged.js';
import {finish, saveRandomRun, type TestProject, untrainedProject} from '../helpers/untrained-project.js';

let project: TestProject;
let database: Database;

beforeAll(async () => {
  project = await untrainedProject();
  database = await openDatabase();
});

afterAll(() => {
  database.close();
  rmSync(project.paths.root, {recursive: true});
});

describe('deploy', () => {
  it('exports, compares with the trained model on every split, and keeps a version', async () => {
    const {result} = await finish(deploy(project.host, {}));
    expect(result).toEqual({
      version: '1',
      model: '.adl/models/1/model.onnx',
      bytes: readFileSync(project.paths.model('1').onnx).length,
      parity: {rows: 240, max_difference: expect.any(Number)},
      service: null,
    });
    expect(result.parity.max_difference).toBeLessThanOrEqual(1e-5);
    expect(readdirSync(project.paths.models)).toEqual(['1']);
    expect(readdirSync(project.paths.model('1').folder).sort()).toEqual([
      'model.onnx',
      'parity.json',
      'signature.json',
    ]);
    expect(readLock(project.paths.lock).deploy).toEqual({
      inputs: {run: '0001', manifest: expect.stringMatching(/^[0-9a-f]{64}$/)},
      outputs: {version: '1'},
    });
  });

  it('describes what it takes and gives; a column called `label` keeps its name', async () => {
    expect(JSON.parse(readFileSync(project.paths.model('1').signature, 'utf8'))).toMatchObject({
      name: 'Birds of Palmer',
      version: '1',
      task: 'classification',
      inputs: [
        {name: 'mass', datatype: 'FP64'},
        {name: 'wing', datatype: 'BYTES'},
        {name: 'island', datatype: 'BYTES'},
        {name: 'day', datatype: 'BYTES'},
        {name: 'label', datatype: 'BYTES'},
      ],
      outputs: [
        {name: 'predicted_label', datatype: 'BYTES', shape: [-1]},
        {name: 'probabilities', datatype: 'FP32', shape: [-1, 3]},
      ],
      labels: ['Adelie', 'Chinstrap', 'Gentoo'],
    });
  });

  it('makes no new version of the same model, and one of another', async () => {
    const {result, events} = await finish(deploy(project.host, {}));
    expect(result.version).toBe('1');
    expect(events).toContainEqual(
      expect.objectContaining({kind: 'note', message: expect.stringContaining('Version 1')}),
    );
    const {snapshot} = loadNetwork(project.paths.run('0001'));
    saveRandomRun(project.paths, {family: 'linear', snapshot, seed: 2});
    expect((await finish(deploy(project.host, {}))).result.version).toBe('2');
    expect((await finish(deploy(project.host, {run: '0001'}))).result.version).toBe('3');
  });

  it('writes a service, updates it, and leaves what a person edited', async () => {
    const folder = join(project.paths.root, 'service');
    expect((await finish(deploy(project.host, {to: 'service', run: '1'}))).result.service).toBe('service');
    expect(readdirSync(folder).sort()).toEqual(
      [
        '.adl-service.json',
        '.gitignore',
        '.npmrc',
        'README.md',
        'model',
        'package.json',
        'request.json',
        'server.js',
      ].sort(),
    );
    const {response} = await exampleOf(folder);
    expect(response.outputs[0]).toMatchObject({name: 'predicted_label', shape: [1]});
    writeFileSync(join(folder, 'README.md'), 'Mine.');
    writeFileSync(join(folder, 'own.txt'), 'Mine, too.');
    const {events} = await finish(deploy(project.host, {to: 'service', run: '2'}));
    expect(events).toContainEqual(
      expect.objectContaining({kind: 'warning', message: expect.stringContaining('README.md')}),
    );
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('Mine.');
    expect(JSON.parse(readFileSync(join(folder, 'model/signature.json'), 'utf8')).version).toBe('4');
    await finish(deploy(project.host, {to: 'service', run: '2', force: true}));
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain('npm start');
    expect(readFileSync(join(folder, 'own.txt'), 'utf8')).toBe('Mine, too.');
  });

  it('writes into no folder of others, but for --force', async () => {
    const folder = join(project.paths.root, 'theirs');
    await finish(deploy(project.host, {to: 'theirs'}));
    rmSync(join(folder, '.adl-service.json'));
    writeFileSync(join(folder, 'package.json'), '{}');
    await expect(finish(deploy(project.host, {to: 'theirs'}))).rejects.toMatchObject({
      code: 'FOLDER_NOT_EMPTY',
      suggestions: [`adl deploy --to ${folder}-new`, `adl deploy --to ${folder} --force`],
    });
    await expect(finish(deploy(project.host, {to: 'theirs', force: true}))).rejects.toMatchObject({
      code: 'FOLDER_NOT_EMPTY',
      message: expect.stringContaining('others called package.json that'),
      suggestions: [
        `adl deploy --to ${folder}-new`,
        `mv ${folder}/package.json ${folder}/package.json.aside`,
      ],
    });
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe('{}');
    rmSync(join(folder, 'package.json'));
    writeFileSync(join(folder, 'own.txt'), 'Mine.');
    await finish(deploy(project.host, {to: 'theirs', force: true}));
    expect(existsSync(join(folder, '.adl-service.json'))).toBe(true);
    const file = deploy(project.host, {to: 'birds.csv', force: true});
    await expect(finish(file)).rejects.toMatchObject({code: 'FOLDER_NOT_EMPTY'});
  });

  it.each([
    ['birds.csv/service', 'FOLDER_UNUSABLE'],
    ['dangling', 'FOLDER_UNUSABLE'],
    ['.adl/models/9', 'FLAG_INVALID'],
    ['.adl', 'FLAG_INVALID'],
    ['', 'FLAG_INVALID'],
    ['.', 'FOLDER_NOT_EMPTY'],
    ['birds.csv', 'FOLDER_NOT_EMPTY'],
    ['n'.repeat(300), 'FOLDER_UNUSABLE'],
  ])('puts no service at `%s`, and says so before it exports', async (to, code) => {
    symlinkSync('nowhere', join(project.paths.root, 'dangling'));
    const messages: string[] = [];
    const stage = deploy(project.host, {to});
    await expect(finish(stage, ({message}) => messages.push(message))).rejects.toMatchObject({code});
    expect(messages).toEqual([]);
    unlinkSync(join(project.paths.root, 'dangling'));
  });

  it.runIf(canDropPrivileges())('says before it exports where this user may not write', async () => {
    const folder = join(project.paths.root, 'locked');
    open(project.paths.root);
    mkdirSync(folder, {mode: 0o755});
    for (const [to, said] of [
      ['locked', `to write into ${folder}, but this user may not (EACCES).`],
      ['locked/service', `a folder at ${folder}/service, but this user may not make one (EACCES).`],
    ]) {
      const {status, stderr} = unprivileged(['deploy', '--to', to!], project.paths.root);
      expect(stderr).toContain(`Error: Expected ${said}\n`);
      expect(stderr).not.toContain('Exporting');
      expect(status).toBe(6);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('writes the service that the manifest asks for, from where the manifest lies', async () => {
    const {manifest, root} = project.paths;
    const text = readFileSync(manifest, 'utf8');
    writeFileSync(manifest, `${text}deploy: {to: served/here}\n`);
    mkdirSync(join(root, 'below'));
    const deployed = async (cwd: string) => (await finish(run({...project.host, cwd}))).result.stages.at(-1);
    expect(await deployed(join(root, 'below'))).toMatchObject({
      result: {service: join('..', 'served', 'here')},
    });
    expect(existsSync(join(root, 'served/here/server.js'))).toBe(true);
    expect(await deployed(root)).toMatchObject({ran: false});
    rmSync(join(root, 'served'), {recursive: true});
    expect((await status(project.host)).stages.at(-1)!.because).toBe('Its service is not in served/here.');
    expect(await deployed(root)).toMatchObject({result: {service: join('served', 'here')}});
    writeFileSync(manifest, `${text}deploy: {to: .adl/service}\n`);
    await expect(finish(deploy(project.host, {}))).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      message: expect.stringContaining('`deploy.to`'),
    });
    writeFileSync(manifest, `${text.replace('target: species', 'target: label')}deploy: {to: birds.csv}\n`);
    expect((await status(project.host)).stages[0]).toMatchObject({name: 'source', fresh: false});
    const messages: string[] = [];
    const refused = finish(run(project.host), ({message}) => messages.push(message));
    await expect(refused).rejects.toMatchObject({code: 'FOLDER_NOT_EMPTY'});
    expect(messages, 'refused before the first stage').toEqual([]);
    writeFileSync(manifest, text);
  });

  it.runIf(process.platform === 'linux')('puts no service where the system takes no folders', async () => {
    await expect(finish(deploy(project.host, {to: '/proc/service'}))).rejects.toMatchObject({
      code: 'FOLDER_UNUSABLE',
    });
  });

  it('refuses an unknown target and an unknown run', async () => {
    const unknown = deploy(project.host, {target: 'node-serve'});
    await expect(finish(unknown)).rejects.toMatchObject({code: 'UNKNOWN_NAME', suggestions: [/node-server/]});
    await expect(finish(deploy(project.host, {run: '99'}))).rejects.toMatchObject({code: 'RUN_MISSING'});
  });

  it('deploys nothing where the file and the trained model differ', async () => {
    const run = project.paths.run('0001');
    const {model, snapshot, parameters} = loadNetwork(run);
    // The labels of the raw file are read with another dictionary than the snapshot was encoded with.
    const known = (model.columns.find(({name}) => name === 'label')!.fitted as {values: string[]}).values;
    expect([...known].sort()).toEqual(['no', 'yes']);
    const swapped = model.columns.map((column) =>
      column.name === 'label' ? {...column, fitted: {values: [...known].reverse()}} : column,
    );
    const before = readdirSync(project.paths.models);
    const {family, layers, task} = model;
    saveTrained(run, {snapshot, family, layers, task, columns: swapped, parameters});
    await expect(finish(deploy(project.host, {run: '0001'}))).rejects.toMatchObject({
      code: 'PARITY_BROKEN',
      message: expect.stringMatching(/row \d+ of the train split: 0\.\d+ where training gave 0\.\d+/),
    });
    expect(readdirSync(project.paths.models)).toEqual(before);
  });
});

async function exampleOf(folder: string) {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const response = JSON.parse(
    readme.slice(readme.indexOf('```json') + 7, readme.indexOf('```', readme.indexOf('```json') + 7)),
  );
  return {request: JSON.parse(readFileSync(join(folder, 'request.json'), 'utf8')), response};
}
