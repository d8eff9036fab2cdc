import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import type {ServiceFiles} from '../../src/serving/render.js';
import {writeScaffold} from '../../src/serving/scaffold.js';

let folder: string;
const options = {target: 'node-server', adl: '0.1.0', force: false};
const files = (content: Record<string, string>): ServiceFiles =>
  new Map(Object.entries(content).map(([path, text]) => [path, Buffer.from(text)]));
const read = (path: string) => readFileSync(join(folder, path), 'utf8');

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'adl-scaffold-')), 'service');
});

afterEach(() => rmSync(join(folder, '..'), {recursive: true}));

it('writes into a new folder and notes what it wrote', async () => {
  expect(await writeScaffold(folder, files({'a.js': '1', 'model/b': '2'}), options)).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['.adl-service.json', 'a.js', 'model']);
  expect(Object.keys(JSON.parse(read('.adl-service.json')).files)).toEqual(['a.js', 'model/b']);
});

it('brings a folder of its own up to date: new, changed, deleted and dropped files', async () => {
  await writeScaffold(folder, files({same: '1', changed: '1', deleted: '1', dropped: '1'}), options);
  rmSync(join(folder, 'deleted'));
  writeFileSync(join(folder, 'mine'), 'mine');
  expect(
    await writeScaffold(folder, files({same: '1', changed: '2', deleted: '1', added: '1'}), options),
  ).toEqual([]);
  expect([read('same'), read('changed'), read('deleted'), read('added'), read('mine')]).toEqual([
    '1',
    '2',
    '1',
    '1',
    'mine',
  ]);
  expect(existsSync(join(folder, 'dropped'))).toBe(false);
});

it('keeps what was edited, again and again, until it is forced', async () => {
  await writeScaffold(folder, files({a: '1'}), options);
  writeFileSync(join(folder, 'a'), 'edited');
  expect(await writeScaffold(folder, files({a: '2'}), options)).toEqual(['a']);
  expect(await writeScaffold(folder, files({a: '3'}), options)).toEqual(['a']);
  expect(read('a')).toBe('edited');
  expect(await writeScaffold(folder, files({a: '3'}), {...options, force: true})).toEqual([]);
  expect(read('a')).toBe('3');
});

it('keeps what was edited where it is no longer written', async () => {
  await writeScaffold(folder, files({a: '1', b: '1'}), options);
  writeFileSync(join(folder, 'b'), 'edited');
  await writeScaffold(folder, files({a: '1'}), options);
  expect(read('b')).toBe('edited');
});

it('refuses a marker that it did not write', async () => {
  await writeScaffold(folder, files({a: '1'}), options);
  writeFileSync(join(folder, '.adl-service.json'), '{"files": ["../../a"]}');
  await expect(writeScaffold(folder, files({a: '2'}), options)).rejects.toMatchObject({
    code: 'FOLDER_NOT_EMPTY',
  });
});
