import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it, test} from 'vitest';
import {makeHome} from '../../src/project/home.js';
import {projectPaths} from '../../src/project/paths.js';
import {folderWith} from '../helpers/source.js';

/** What `.gitignore` holds afterwards, and whether that was changed. */
function ignored(before?: string): {changed: boolean; after: string} {
  const root = folderWith(before === undefined ? {} : {'.gitignore': before});
  const changed = makeHome(projectPaths(root)).ignored;
  return {changed, after: readFileSync(join(root, '.gitignore'), 'utf8')};
}

test.each([
  [undefined, '.adl/\n'],
  ['', '.adl/\n'],
  ['node_modules/\n', 'node_modules/\n.adl/\n'],
  ['node_modules/', 'node_modules/\n.adl/\n'],
  ['*.log\r\n', '*.log\r\n.adl/\r\n'],
  ['# .adl/\n!.adl\n', '# .adl/\n!.adl\n.adl/\n'],
])('adds the line to %j', (before, after) => {
  expect(ignored(before)).toEqual({changed: true, after});
});

test.each([
  '.adl/\n',
  '.adl',
  '/.adl/\n',
  '/.adl',
  'a\r\n.adl/\r\nb',
  '**/.adl/\n',
  '.adl/  \n',
  '.adl/**\n',
])('leaves %j as it is', (before) => {
  expect(ignored(before)).toEqual({changed: false, after: before});
});

it('leaves a project alone that has its folder already: a person may have taken the line away', () => {
  const root = folderWith({'.adl/warehouse.duckdb': ''});
  const home = makeHome(projectPaths(root));
  expect(home.ignored).toBe(false);
  home.undo();
  expect(existsSync(join(root, '.adl/warehouse.duckdb'))).toBe(true);
  expect(existsSync(join(root, '.gitignore'))).toBe(false);
});

it.each([undefined, '*.log\r\n', Buffer.from('caf\xe9/', 'latin1')])(
  'takes back what it made beside %j',
  (before) => {
    const root = folderWith(before === undefined ? {} : {'.gitignore': before});
    const home = makeHome(projectPaths(root));
    expect(home.ignored).toBe(true);
    expect(readdirSync(root).sort()).toEqual(['.adl', '.gitignore']);
    home.undo();
    expect(readdirSync(root)).toEqual(before === undefined ? [] : ['.gitignore']);
    if (before !== undefined) expect(readFileSync(join(root, '.gitignore'))).toEqual(Buffer.from(before));
  },
);

it('leaves a folder called .gitignore alone', () => {
  const root = folderWith({'.gitignore/x': ''});
  expect(makeHome(projectPaths(root)).ignored).toBe(false);
});
