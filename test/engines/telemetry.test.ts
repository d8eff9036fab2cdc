import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, it, onTestFinished} from 'vitest';
import {temporaryFolder} from '../helpers/adl.js';
import {tinyModelFolder} from '../helpers/tiny-service.js';

/** ONNX Runtime gives a machine a number, keeps a database of events and a log a process, unless it is told not to. */
it.each([
  ['an engine', 'dist/engines/onnxruntime.js', 'openModel(readFileSync(join(folder, "model.onnx")))'],
  ['the service', 'dist/serving/runtime/model.js', 'loadModel(folder)'],
])('%s records nothing about the one who uses it', async (_name, file, use) => {
  const folder = await tinyModelFolder();
  onTestFinished(() => rmSync(folder, {recursive: true}));
  const [home, temporary] = ['home', 'temporary'].map((name) => join(temporaryFolder(), name));
  for (const made of [home!, temporary!]) mkdirSync(made);
  const script = join(folder, 'script.mjs');
  const used = pathToFileURL(resolve(file)).href;
  writeFileSync(
    script,
    `import {readFileSync} from 'node:fs'; import {join} from 'node:path';
     import * as used from '${used}'; const folder = ${JSON.stringify(folder)};
     await (await used.${use}).close(); console.log('done');`,
  );
  const env = {PATH: process.env.PATH, HOME: home, TMPDIR: temporary};
  const {stdout, stderr} = spawnSync(process.execPath, [script], {env, encoding: 'utf8'});
  expect(stdout, stderr).toBe('done\n');
  expect([...readdirSync(home!), ...readdirSync(temporary!)]).toEqual([]);
});
