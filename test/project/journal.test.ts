import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {followJournal, openJournal, readJournal} from '../../src/project/journal.js';
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
