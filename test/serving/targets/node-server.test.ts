import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {expect, it} from 'vitest';
import {renderService} from '../../../src/serving/render.js';
import {nodeServer} from '../../../src/serving/targets/node-server.js';

const render = async (name = 'Bird strikes') => {
  const facts = {...nodeServer.example, signature: {...nodeServer.example.signature, name}};
  const files = await renderService({name: 'node-server', target: nodeServer}, facts, Buffer.from(''));
  return new Map([...files].map(([path, content]) => [path, content.toString()]));
};

it('writes a package, its settings, its server, a request and a README', async () => {
  expect([...(await render()).keys()].sort()).toEqual([
    '.gitignore',
    '.npmrc',
    'README.md',
    'model/model.onnx',
    'model/signature.json',
    'package.json',
    'request.json',
    'server.js',
  ]);
});

it('pins the versions that this package was tested with', async () => {
  const {packages} = JSON.parse(readFileSync(resolve('package-lock.json'), 'utf8'));
  const {dependencies} = JSON.parse((await render()).get('package.json')!);
  expect(dependencies).toEqual({
    fastify: packages['node_modules/fastify'].version,
    'onnxruntime-node': packages['node_modules/onnxruntime-node'].version,
  });
});

it('imports nothing that its package does not name', async () => {
  const files = await render();
  const {dependencies} = JSON.parse(files.get('package.json')!);
  const imported = [...files.get('server.js')!.matchAll(/(?:from|import\() ?"([^"]+)"/g)].map(
    ([, name]) => name!,
  );
  expect(imported).toContain('fastify');
  const foreign = imported.filter((name) => !name.startsWith('node:') && !Object.hasOwn(dependencies, name));
  expect(foreign).toEqual([]);
});

it('keeps npm from downloading what a CPU does not need', async () => {
  expect((await render()).get('.npmrc')).toMatch(/^ignore-scripts=true$/m);
});

it('shows how this very model is asked', async () => {
  const files = await render();
  expect(files.get('README.md')).toContain('/v2/models/Bird%20strikes/infer');
  expect(files.get('README.md')).toContain('| `Speed` | FP64 | numbers |');
  expect(files.get('README.md')).toContain('one for each of `false`, `true`');
  expect(JSON.parse(files.get('request.json')!).inputs).toHaveLength(2);
});

it.each([
  ['Bird strikes', 'bird-strikes-service'],
  ['fastify', 'fastify-service'],
  ['.../..', 'adl-service'],
  ['鳥', 'adl-service'],
])('calls the package of %j %s', async (name, expected) => {
  expect(JSON.parse((await render(name)).get('package.json')!).name).toBe(expected);
});
