import {spawnSync} from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, it} from 'vitest';
import {replaceFile} from '../../src/base/whole-file.js';
import {temporaryFolder} from '../helpers/adl.js';

it('replaces a file, keeps who may read it, and leaves nothing beside it', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'a');
  replaceFile(path, 'old');
  chmodSync(path, 0o640);
  replaceFile(path, Uint8Array.from([110, 101, 119]));
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder)).toEqual(['a']);
});

it('replaces what a link leads to', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'far'), 'old');
  symlinkSync('far', join(folder, 'near'));
  replaceFile(join(folder, 'near'), 'new');
  expect(lstatSync(join(folder, 'near')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'far'), 'utf8')).toBe('new');
});

it('leaves nothing beside a place that cannot be taken', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'taken'));
  expect(() => replaceFile(join(folder, 'taken'), 'x')).toThrow();
  expect(readdirSync(folder)).toEqual(['taken']);
});

it('keeps the old file where there is no room for the new one', ({skip}) => {
  const limited = (words: string[]) => spawnSync('prlimit', ['--fsize=1000', ...words], {encoding: 'utf8'});
  if (limited(['true']).status !== 0) skip('prlimit, of util-linux, is not here');
  const folder = temporaryFolder();
  const path = join(folder, 'a');
  writeFileSync(path, 'old');
  const code = JSON.stringify(pathToFileURL(resolve('dist/base/whole-file.js')).href);
  const program = `const {replaceFile} = await import(${code});
    try { replaceFile(${JSON.stringify(path)}, 'x'.repeat(2000)) } catch (error) { console.log(error.code) }`;
  expect(limited([process.execPath, '--input-type=module', '-e', program]).stdout).toBe('DISK_FULL\n');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['a']);
});
