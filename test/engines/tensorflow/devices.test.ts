import {cpSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {temporaryFolder} from '../../helpers/adl.js';
import {addPackages, copiedProgram, printed} from '../../helpers/copied-program.js';

const script = 'test/fixtures/open-tensorflow.js';
const shelves = ['base', 'graph', 'engines'];
const core = '@tensorflow/tfjs-core';
const wasm = '@tensorflow/tfjs-backend-wasm';
const cpu = '@tensorflow/tfjs-backend-cpu';
const product = [7, 10, 15, 22];

it('takes the best device whose package is installed', () => {
  const folder = copiedProgram(shelves);
  addPackages(folder, [core, cpu]);
  const open = (...words: string[]) => printed(folder, script, {words});
  expect(open('default')).toEqual([{name: 'cpu', backend: 'cpu', product}]);
  addPackages(folder, [wasm]);
  expect(open('default', 'cpu')).toEqual([
    {name: 'wasm', backend: 'wasm', product},
    {name: 'cpu', backend: 'cpu', product},
  ]);
  addNodePackage(folder, '@tensorflow/tfjs-node');
  expect(open('default', 'wasm', 'native')).toEqual([
    {name: 'native', backend: 'tensorflow', product},
    {name: 'wasm', backend: 'wasm', product},
    {name: 'native', backend: 'tensorflow', product},
  ]);
  addNodePackage(folder, '@tensorflow/tfjs-node-gpu', {gpu: true});
  expect(open('default')).toEqual([{name: 'gpu', backend: 'tensorflow', product}]);
});

it('does not call it a GPU when TensorFlow sees none', () => {
  const folder = copiedProgram(shelves);
  addPackages(folder, [core, cpu, wasm]);
  addNodePackage(folder, '@tensorflow/tfjs-node-gpu');
  const [first, gpu, native] = printed(folder, script, {words: ['default', 'gpu', 'native']});
  expect(first).toEqual({name: 'native', backend: 'tensorflow', product});
  expect(gpu).toMatchObject({
    code: 'DEVICE_MISSING',
    message: expect.stringMatching(/`gpu`.*needs a GPU.*sees none/),
  });
  expect(native).toEqual(first);
});

it('finds a package in the project that it is started in, when there is none beside it', () => {
  const [folder, cwd] = [copiedProgram(shelves), temporaryFolder()];
  addPackages(cwd, [core, wasm]);
  expect(printed(folder, script, {words: ['default'], cwd})).toEqual([
    {name: 'wasm', backend: 'wasm', product},
  ]);
});

it('says what to type for a device whose package is missing or broken', () => {
  const folder = copiedProgram(shelves);
  const missing = (pattern: RegExp, install: string) => ({
    code: 'DEVICE_MISSING',
    message: expect.stringMatching(pattern),
    suggestions: [expect.stringContaining(install)],
  });
  expect(printed(folder, script, {words: ['gpu', 'native', 'wasm', 'cpu', 'default', 'nativ']})).toEqual([
    missing(
      /`gpu`.*needs @tensorflow\/tfjs-node-gpu or .*not installed/,
      'npm install @tensorflow/tfjs-node-gpu',
    ),
    missing(/`native`.*needs @tensorflow\/tfjs-node or .*not installed/, 'npm install @tensorflow/tfjs-node'),
    missing(/`wasm`.*needs @tensorflow\/tfjs-backend-wasm/, `npm install ${core} ${wasm}`),
    missing(/`cpu`.*needs @tensorflow\/tfjs-backend-cpu/, `npm install ${core} ${cpu}`),
    missing(/none does.*`gpu`.*`native`.*`wasm`.*`cpu`/, `npm install ${core} ${wasm}`),
    {
      code: 'UNKNOWN_NAME',
      message: expect.stringContaining('`nativ`'),
      suggestions: ['Did you mean `native`?'],
    },
  ]);
  addPackages(folder, [core, wasm]);
  addNodePackage(folder, '@tensorflow/tfjs-node', {main: 'throws.js'});
  expect(printed(folder, script, {words: ['native', 'default']})).toEqual([
    missing(
      /tfjs-node, which does not load: The native addon can not be found/,
      'npm rebuild @tensorflow/tfjs-node',
    ),
    {name: 'wasm', backend: 'wasm', product},
  ]);
});

function addNodePackage(folder: string, name: string, {gpu = false, main = 'index.js'} = {}): void {
  const path = join(folder, 'node_modules', name);
  mkdirSync(path, {recursive: true});
  cpSync('test/fixtures/tfjs-node', path, {recursive: true});
  writeFileSync(join(path, 'throws.js'), "throw new Error('The native addon can not be found.');");
  writeFileSync(join(path, 'package.json'), JSON.stringify({name, version: '4.22.0', main, gpu}));
}
