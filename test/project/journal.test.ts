import {spawnSync} from 'node:child_process';
import {appendFileSync, statSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, it} from 'vitest';
import {type Entry, followJournal, openJournal, readJournal, scanJournal} from '../../src/project/journal.js';
import {temporaryFolder} from '../helpers/adl.js';

it('gives each entry once as a journal grows, a torn line when it is whole', () => {
  const path = join(temporaryFolder(), 'journal.ndjson');
  const gained = followJournal(path);
  expect(gained()).toEqual([]);
  const journal = openJournal(path, () => 7);
  journal.append('first', {column: 'Größe 🐦'});
  journal.append('second');
  expect(gained().map(({type}) => type)).toEqual(['first', 'second']);
  appendFileSync(path, '{"type":"third","at":8,"column":"Gr');
  expect(gained()).toEqual([]);
  appendFileSync(path, 'öße"}\n');
  expect(gained()).toEqual([{type: 'third', at: 8, column: 'Größe'}]);
  expect(gained()).toEqual([]);
  expect(readJournal(path)).toHaveLength(3);
});

it('reads lines of any length in pieces, and leaves out what lanes came to where it is asked to', () => {
  const path = join(temporaryFolder(), 'journal.ndjson');
  const journal = openJournal(path, () => 7);
  journal.append('first', {text: 'Größe'.repeat(1_200_000)});
  for (let unit = 0; unit < 40_000; unit += 1)
    journal.append('unit-ended', {unit, worker: 0, lanes: [{trial: 1, sha256: 'c0'.repeat(32)}]});
  const all = readJournal(path);
  expect(all).toHaveLength(40_001);
  expect(all[0]!.text).toBe('Größe'.repeat(1_200_000));
  expect(all.at(-1)).toMatchObject({unit: 39_999, lanes: [{trial: 1}]});
  const brief: Entry[] = [];
  expect(scanJournal(path, (entry) => brief.push(entry), {brief: true})).toBe(statSync(path).size);
  expect(brief.at(-1)).toEqual({type: 'unit-ended', at: 7, unit: 39_999, worker: 0});
  expect(brief).toHaveLength(40_001);
});

it('keeps a line for which there is no room, and those after it, until there is', ({skip}) => {
  const limited = (words: string[]) =>
    spawnSync('prlimit', ['--fsize=1000:unlimited', ...words], {encoding: 'utf8'});
  if (limited(['true']).status !== 0) skip('prlimit, of util-linux, is not here');
  const path = join(temporaryFolder(), 'journal.ndjson');
  const code = JSON.stringify(pathToFileURL(resolve('dist/project/journal.js')).href);
  const program = `
    const {openJournal, readJournal} = await import(${code});
    const {execFileSync} = await import('node:child_process');
    const {readFileSync} = await import('node:fs');
    const path = ${JSON.stringify(path)};
    const journal = openJournal(path, () => 7);
    for (let line = 0; line < 5; line += 1) journal.append('line', {line, text: 'x'.repeat(350)});
    const torn = !readFileSync(path, 'utf8').endsWith('\\n');
    const before = readJournal(path).length;
    const behind = journal.catchUp();
    execFileSync('prlimit', ['--fsize=unlimited', '--pid', process.pid]);
    journal.append('line', {line: 5});
    console.log(JSON.stringify({torn, before, behind, after: readJournal(path).map(({line}) => line), left: journal.catchUp()}));`;
  const {stdout, stderr} = limited([process.execPath, '--input-type=module', '-e', program]);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({torn: false, before: 2, after: [0, 1, 2, 3, 4, 5], left: 0});
  expect(JSON.parse(stdout).behind).toBeGreaterThan(3 * 350);
});
