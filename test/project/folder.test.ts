import {existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {makeFolder, namesIn, tryFolder} from '../../src/project/folder.js';
import {projectPaths} from '../../src/project/paths.js';
import {createRun, runIds} from '../../src/project/runs.js';
import {temporaryFolder} from '../helpers/adl.js';

it('makes a folder and those above it, and lists what is in one', () => {
  const folder = join(temporaryFolder(), 'a/b');
  expect(namesIn(folder)).toEqual([]);
  makeFolder(folder);
  makeFolder(folder);
  writeFileSync(join(folder, 'x'), '');
  expect(namesIn(folder)).toEqual(['x']);
});

it('tries a folder and leaves all as it was', () => {
  const root = temporaryFolder();
  mkdirSync(join(root, 'a'));
  writeFileSync(join(root, 'a/x'), '');
  for (const place of ['a', 'a/b/c', 'd']) tryFolder(join(root, place));
  expect(() => tryFolder(join(root, 'a/x/y'))).toThrow(expect.objectContaining({code: 'FOLDER_UNUSABLE'}));
  expect(() => tryFolder(join(root, 'b', 'n'.repeat(300)))).toThrow(
    expect.objectContaining({code: 'FOLDER_UNUSABLE'}),
  );
  expect(readdirSync(root, {recursive: true}).sort()).toEqual(['a', 'a/x']);
});

it.each<[string, (path: string) => void]>([
  ['a file', (path) => writeFileSync(path, '')],
  ['a link that leads nowhere', (path) => symlinkSync('nowhere', path)],
])('says what to move where %s is in the way', (_name, put) => {
  const root = temporaryFolder();
  const [place, below] = [join(root, 'p q'), join(root, 'p q/r')];
  put(place);
  const refusal = expect.objectContaining({
    code: 'FOLDER_UNUSABLE',
    message: expect.stringContaining(`but ${place} is none.`),
    suggestions: [`mv "${place}" "${place}.aside"`],
  });
  expect(() => makeFolder(place)).toThrow(refusal);
  expect(() => makeFolder(below)).toThrow(refusal);
  expect(existsSync(below)).toBe(false);
});

it('takes a file in the place of runs for no bug', () => {
  const paths = projectPaths(temporaryFolder());
  mkdirSync(paths.home);
  writeFileSync(paths.runs, '');
  const refusal = expect.objectContaining({code: 'FOLDER_UNUSABLE'});
  expect(() => createRun(paths)).toThrow(refusal);
  expect(() => runIds(paths)).toThrow(refusal);
});
