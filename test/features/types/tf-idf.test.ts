import {afterAll, beforeAll, expect, it} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import {type Database, openDatabase} from '../../../src/data/database.js';
import {literal} from '../../../src/data/identifier.js';
import {profileColumns} from '../../../src/data/profile.js';
import {encodedColumns, encodeSql} from '../../../src/features/encode.js';
import {fitColumn} from '../../../src/features/fit.js';
import {expectAgreement} from '../../helpers/both-forms.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const random = randomStream(9, 'tf-idf');
const vocabulary = ['gull', 'owl', 'hawk', 'dove', 'at', 'night', 'struck', 'seen'];
const texts = Array.from({length: 80}, () =>
  Array.from({length: 1 + random.integer(9)}, () => vocabulary[Math.floor(8 * random.uniform() ** 2)]!).join(
    ' ',
  ),
);
const served = ['gull gull owl', 'nothing known here', '', 'night', `${'owl '.repeat(500)}gull`];

it('is the same in SQL and in the graph', async () => {
  await expectAgreement(database, {
    type: 'sentence',
    raw: 'string',
    training: texts,
    values: [...texts, ...served, null],
    options: {tfidf: true},
  });
});

it('is what a plain loop gives for the formula of scikit-learn', async () => {
  await database.run(`CREATE TABLE t AS SELECT unnest([${texts.map(literal).join(', ')}]) AS x`);
  const [profile] = await profileColumns(database, 't');
  const fitted = await fitColumn(database, 't', 'sentence', profile!, {tfidf: true});
  const column = {name: 'x', raw: 'string' as const, type: 'sentence', fitted};
  const words = encodedColumns(column)
    .slice(1)
    .map(({name}) => name.slice('x: '.length));
  expect(words.length).toBeGreaterThan(4);
  const rows = await database.rows(`SELECT ${encodeSql([column]).join(', ')} FROM t`);
  const rarity = words.map((word) => {
    const having = texts.filter((text) => text.split(' ').includes(word)).length;
    return Math.log((1 + texts.length) / (1 + having)) + 1;
  });
  for (const [at, row] of rows.entries()) {
    const counts = words.map((word) => texts[at]!.split(' ').filter((one) => one === word).length);
    const weighted = counts.map((count, word) => count * rarity[word]!);
    const length = Math.hypot(...weighted) || 1;
    const [, ...given] = Object.values(row).map(Number);
    given.forEach((value, word) => {
      expect(value).toBeCloseTo(weighted[word]! / length, 6);
    });
  }
});
