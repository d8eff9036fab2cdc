import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, it, onTestFinished} from 'vitest';
import {projectPaths} from '../../src/project/paths.js';
import {folderWith, runSource} from '../helpers/source.js';

const rows = Array.from({length: 40}, (_, at) => `${at % 7},${at % 2 ? 'yes' : 'no'}`);

it('leaves a warehouse alone that another program has open', async () => {
  const folder = folderWith({'t.csv': ['x,y', ...rows, ''].join('\n')});
  await runSource(folder, {file: 't.csv', target: 'y'});
  const {warehouse} = projectPaths(folder);
  const database = JSON.stringify(pathToFileURL(resolve('dist/data/database.js')).href);
  const program = `const {openDatabase} = await import(${database});
    await openDatabase(${JSON.stringify(warehouse)}); console.log('open'); setInterval(() => {}, 1000);`;
  const other = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void other.kill('SIGKILL'));
  await once(other.stdout, 'data');
  await expect(runSource(folder, {target: 'x'})).rejects.toMatchObject({
    code: 'WAREHOUSE_LOCKED',
    message: expect.stringContaining(`process ${other.pid} (`),
  });
  expect(existsSync(warehouse)).toBe(true);
});
