import {afterAll, beforeAll, expect, it} from 'vitest';
import {type Database, openDatabase} from '../../src/data/database.js';
import {detectType} from '../../src/features/detect.js';
import {rankTypes} from '../../src/features/inference/ranked-column.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

it.each<[string, string, string, RegExp]>([
  ['measurements', 'i / 7', 'numeric', /200 of them distinct/],
  ['measurements kept as text', 'CAST(i / 8 AS VARCHAR)', 'numeric', /All values are numbers/],
  [
    'numbers with another word for missing',
    `CASE WHEN i % 3 = 0 THEN '?' ELSE CAST(i * 1.37 AS VARCHAR) END`,
    'numeric',
    /66.5% of the values are numbers/,
  ],
  [
    'numbers with some text',
    `CASE WHEN i % 30 = 0 THEN 'n' || i ELSE CAST(i * 1.37 AS VARCHAR) END`,
    'numeric',
    /counts as missing/,
  ],
  ['a few words', `['red', 'green', 'blue'][i % 3 + 1]`, 'categorical', /3 distinct values in 200 rows/],
  ['truth', 'i % 2 = 0', 'categorical', /2 distinct/],
  ['codes', 'i % 4', 'categorical', /4 distinct/],
  [
    'days',
    `CAST(DATE '2020-01-01' + CAST(i AS INTEGER) AS VARCHAR)`,
    'datetime',
    /100% of the values are dates, written iso/,
  ],
  ['days as dates', `DATE '2020-01-01' + CAST(i AS INTEGER)`, 'datetime', /dates, written iso/],
  ['moments', `TIMESTAMP '2020-01-01 10:00' + to_hours(i)`, 'datetime', /dates and times/],
  ['days with slashes', `(i % 12 + 1) || '/' || (i % 28 + 1) || '/2020'`, 'datetime', /month\/day\/year/],
  ['sentences', `'the cat number ' || i || ' sat on the mat'`, 'sentence', /8.0 words a value/],
  ['keys', `'k' || i`, 'not-generalizable', /Every value of `x` occurs once/],
  ['row numbers', 'i', 'not-generalizable', /occurs once/],
  ['one value', `'same'`, 'not-generalizable', /Every value is the same/],
  ['nothing', 'CAST(NULL AS VARCHAR)', 'not-generalizable', /no value/],
])('%s', async (_name, expression, type, reason) => {
  const table = `(SELECT ${expression} AS x FROM range(200) t(i))`;
  const [column] = await rankTypes(database, table);
  const found = detectType(column!);
  expect(found.type).toBe(type);
  expect(found.reason).toMatch(reason);
  expect(found.confidence).toBeGreaterThan(0.5);
  expect(detectType(column!, 'sentence')).toMatchObject({type: 'sentence', confidence: 1});
});

it.each([
  ['numbers', `CAST(i * 1.37 AS VARCHAR)`, 'numeric'],
  ['days', `CAST(DATE '2020-01-01' + CAST((i * 37) % 900 AS INTEGER) AS VARCHAR)`, 'datetime'],
])('finds %s where most rows hold a word for what is missing', async (_, sql, type) => {
  const table = `(SELECT CASE WHEN i % 5 < 3 THEN 'NA' ELSE ${sql} END AS x FROM range(500) t(i))`;
  const [column] = await rankTypes(database, table);
  expect(detectType(column!)).toMatchObject({type});
});

it('calls nothing a key that has few rows, and never is as sure as a person', async () => {
  const [few] = await rankTypes(database, `(SELECT 'k' || i AS x FROM range(10) t(i))`);
  expect(detectType(few!).type).not.toBe('not-generalizable');
  const [many] = await rankTypes(database, `(SELECT random() AS x FROM range(5000) t(i))`);
  expect(detectType(many!).confidence).toBeLessThan(1);
});

it('types 300 columns of text in a moment', async () => {
  const columns = Array.from({length: 300}, (_, at) => `'text ' || (i * ${at + 1}) % 50 AS c${at}`);
  const begun = performance.now();
  const ranked = await rankTypes(database, `(SELECT ${columns.join(', ')} FROM range(100) t(i))`);
  expect(ranked.length).toBe(300);
  expect(performance.now() - begun).toBeLessThan(15_000);
}, 30_000);
