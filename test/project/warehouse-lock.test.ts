import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, it} from 'vitest';
import {lockWarehouse} from '../../src/project/warehouse-lock.js';
import {folderWith} from '../helpers/source.js';

const today = new Date().toISOString().slice(0, 10);

it('admits one holder at a time', () => {
  const path = join(folderWith({}), '.adl/warehouse.lock');
  const release = lockWarehouse(path);
  expect(() => lockWarehouse(path)).toThrowError(
    expect.objectContaining({
      code: 'WAREHOUSE_LOCKED',
      message: expect.stringMatching(
        new RegExp(
          `process ${process.pid} \\(\`.+\`\\) has held .*warehouse.lock since ${today}T[0-9:]{8}Z\\.$`,
        ),
      ),
      suggestions: [expect.stringContaining('Wait'), `kill ${process.pid}`],
    }),
  );
  expect(readdirSync(dirname(path))).toEqual(['warehouse.lock']);
  release();
  lockWarehouse(path)();
  expect(existsSync(path)).toBe(false);
});

it('respects another process while it lives, and takes over when it is gone', async () => {
  const path = join(folderWith({}), 'warehouse.lock');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  lockWarehouse(path)();
  writeFileSync(path, JSON.stringify({pid: other.pid, start: startOf(other.pid!)}));
  expect(() => lockWarehouse(path)).toThrowError(expect.objectContaining({code: 'WAREHOUSE_LOCKED'}));
  other.kill('SIGKILL');
  await once(other, 'exit');
  lockWarehouse(path)();
});

it.each([
  ['a pid that was given to another process', JSON.stringify({pid: process.pid, start: '1'})],
  ['a file that is no lock', 'hello'],
  ['an empty file', ''],
])('takes over from %s', (_name, content) => {
  const path = join(folderWith({'warehouse.lock': content}), 'warehouse.lock');
  if (process.platform === 'linux' || !content.startsWith('{')) lockWarehouse(path)();
});

function startOf(pid: number): string | null {
  if (process.platform !== 'linux') return null;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
}
