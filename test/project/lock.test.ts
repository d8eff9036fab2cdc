import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {readLock, writeStage} from '../../src/project/lock.js';
import {folderWith} from '../helpers/source.js';

it('keeps the facts of other stages, in the order of the stages', () => {
  const folder = folderWith({});
  const path = join(folder, 'adl.lock');
  expect(readLock(path)).toEqual({});
  writeStage(path, 'build', {inputs: {snapshot: 'a'}, outputs: {run: 'r'}});
  writeStage(path, 'source', {inputs: {size: 3}, outputs: {snapshot: 'a'}});
  writeStage(path, 'source', {inputs: {size: 4}, outputs: {snapshot: 'b'}});
  expect(readLock(path)).toEqual({
    source: {inputs: {size: 4}, outputs: {snapshot: 'b'}},
    build: {inputs: {snapshot: 'a'}, outputs: {run: 'r'}},
  });
  expect(readFileSync(path, 'utf8')).toMatch(/source:[\s\S]*build:/);
  expect(readdirSync(folder)).toEqual(['adl.lock']);
});

it.each([
  ['stages: [', /at line 1, column \d+\.$/],
  ['hello', /: it holds no facts\.$/],
  ['version: 2\nstages: {}\n', /: `version` is missing or of another kind\.$/],
  ['version: 1\nstages: {other: {}}\n', /: it knows no `stages\.other`\.$/],
  [
    'version: 1\nstages: {build: {inputs: {}}}\n',
    /: `stages\.build\.outputs` is missing or of another kind\.$/,
  ],
])('refuses %j', (text, words) => {
  const path = join(folderWith({}), 'adl.lock');
  writeFileSync(path, text);
  expect(() => readLock(path)).toThrowError(
    expect.objectContaining({code: 'LOCK_INVALID', message: expect.stringMatching(words)}),
  );
});
