import {spawnSync} from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {checkUnchanged, fileFacts} from '../../src/data/file.js';
import {temporaryFolder} from '../helpers/adl.js';

describe('fileFacts', () => {
  it('knows a file by its content and by the time it was written', async () => {
    const path = fileWith('abc');
    const facts = await fileFacts(path);
    expect(facts).toMatchObject({size: 3, digest: expect.stringMatching(/^ba7816bf/)});
    utimesSync(path, 1, 2);
    expect(await fileFacts(path)).toEqual({...facts, modified: '2000000000'});
  });

  it.skipIf(process.platform === 'win32')('does not wait for a pipe that nothing writes to', async () => {
    const path = join(temporaryFolder(), 't.csv');
    spawnSync('mkfifo', [path]);
    await expect(fileFacts(path)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      message: expect.stringContaining('is a pipe'),
      suggestions: [`cat ${path} > rows.csv`],
    });
  });

  it.skipIf(process.platform === 'win32')('reads no device', async () => {
    await expect(fileFacts('/dev/zero')).rejects.toMatchObject({
      message: expect.stringContaining('is a device'),
    });
  });

  it('names a table in a folder', async () => {
    const folder = temporaryFolder();
    await expect(fileFacts(folder)).rejects.toMatchObject({suggestions: [`ls ${folder}`]});
    for (const name of ['b.csv', 'a.parquet', 'a.txt']) writeFileSync(join(folder, name), '');
    await expect(fileFacts(folder)).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
      suggestions: [`Name a file in it, such as ${join(folder, 'a.parquet')}.`],
    });
  });

  it.each([
    ['a file in a file', 't.csv/x.csv'],
    ['a name too long for the system', 'x'.repeat(5000)],
    ['nothing', 'no.csv'],
  ])('finds no file at %s', async (_name, path) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 't.csv'), 'a');
    await expect(fileFacts(join(folder, path))).rejects.toMatchObject({code: 'FILE_MISSING'});
  });
});

describe('checkUnchanged', () => {
  it('agrees to a file that nobody wrote to', async () => {
    const path = fileWith('abc');
    await checkUnchanged(path, await fileFacts(path));
  });

  it.each<[string, (path: string) => void, RegExp]>([
    ['appended to', (path) => appendFileSync(path, 'd'), /3 bytes before, 4 now/],
    ['cut off', (path) => truncateSync(path, 2), /3 bytes before, 2 now/],
    ['emptied', (path) => truncateSync(path), /cannot be read now/],
    ['removed', (path) => rmSync(path), /cannot be read now/],
    ['written over', (path) => writeFileSync(path, 'abd'), /not the same ones/],
    ['written as it was', (path) => utimesSync(path, 1, 2), /written anew/],
    [
      'replaced',
      (path) => {
        writeFileSync(`${path}.new`, 'xyz');
        renameSync(`${path}.new`, path);
      },
      /not the same ones/,
    ],
    [
      'replaced by a folder',
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
      /cannot be read now/,
    ],
  ])('finds a file that was %s', async (_name, change, message) => {
    const path = fileWith('abc');
    const before = await fileFacts(path);
    change(path);
    await expect(checkUnchanged(path, before)).rejects.toMatchObject({
      code: 'FILE_CHANGED',
      message: expect.stringMatching(message),
      suggestions: [expect.stringContaining('again'), expect.stringMatching(/^cp /)],
    });
  });
});

function fileWith(content: string): string {
  const path = join(temporaryFolder(), 't.csv');
  writeFileSync(path, content);
  return path;
}
