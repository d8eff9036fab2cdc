import {appendFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
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
