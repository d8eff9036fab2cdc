import {describe, expect, it} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import {openDatabase} from '../../../src/data/database.js';
import {datetimeLayouts} from '../../../src/data/datetime-layouts.js';
import {literal} from '../../../src/data/identifier.js';
import {timeSql} from '../../../src/data/time-sql.js';
import {inSplit, type PlacedRow, splitRows} from '../../helpers/split-table.js';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const random = randomStream(seed, 'time');
const number = {name: 't', raw: 'number'} as const;

const range = (placed: readonly PlacedRow[], split: 'train' | 'validation' | 'test') => {
  const times = inSplit(placed, split).map(({key}) => Number(key));
  return [Math.min(...times), Math.max(...times)] as const;
};

const tables = Array.from({length: 6}, (_, at) => ({
  by: 'time',
  rows: 60 + random.integer(500),
  // Many rows of the same time, in no order, some without one.
  keys: [
    {
      sql: `CASE WHEN i % 11 > 0 THEN CAST(hash(i, ${at}) % ${20 + random.integer(80)} AS DOUBLE) END`,
      profile: number,
    },
  ],
  gap: at % 2 ? 0 : 2,
  ...(at % 3 ? {} : {folds: {count: 4, validation: random.integer(4)}}),
}));

it.each(tables)(`never trains on what is later (FUZZ_SEED=${seed}): %o`, async (table) => {
  const {placed, report} = await splitRows(table);
  const [train, validation, test] = (['train', 'validation', 'test'] as const).map((split) =>
    range(placed, split),
  );
  expect(validation![0] - train![1]).toBeGreaterThanOrEqual(Math.max(table.gap, 1));
  expect(test![0] - validation![1]).toBeGreaterThanOrEqual(Math.max(table.gap, 1));
  const untimed = placed.filter(({key}) => key === null);
  expect(untimed.every(({split}) => split === null)).toBe(true);
  expect(report.remarks[0]!.message).toBe(
    `${untimed.length} rows have no time that can be read in \`t\`: they are left out.`,
  );
});

it('has the shares that are asked for where times differ', async () => {
  const {report} = await splitRows({
    ...{by: 'time', rows: 1000, test: 0.1, validation: 0.2},
    keys: [{sql: 'CAST(hash(i) AS DOUBLE)', profile: number}],
  });
  expect(report.rows).toEqual({train: 700, validation: 200, test: 100});
});

it('reads days by their layout, and says from when to when each split is', async () => {
  const {report} = await splitRows({
    ...{by: 'time', rows: 100, gap: '7d'},
    keys: [
      {
        sql: "strftime(DATE '2021-01-01' + CAST(i AS INTEGER), '%-d.%-m.%Y')",
        profile: {name: 'day', raw: 'string', datetimeLayout: 'day.month.year'},
      },
    ],
  });
  expect(report.rows).toEqual({train: 54, validation: 14, test: 20});
  expect(report.remarks.map(({message}) => message)).toEqual([
    '12 rows are nearer than 7d to a later split: they are left out.',
    'By `day`: train 1.1.2021 to 23.2.2021, validation 2.3.2021 to 15.3.2021, test 22.3.2021 to 10.4.2021.',
  ]);
});

it('makes folds that go forward', async () => {
  const spans = [];
  for (let fold = 0; fold < 3; fold += 1) {
    const folds = {count: 3, validation: fold};
    const {placed} = await splitRows({
      by: 'time',
      rows: 100,
      folds,
      keys: [{sql: 'CAST(i AS DOUBLE)', profile: number}],
    });
    spans.push([range(placed, 'train'), range(placed, 'validation'), range(placed, 'test')]);
  }
  expect(spans).toEqual([
    [
      [0, 19],
      [20, 39],
      [80, 99],
    ],
    [
      [0, 39],
      [40, 59],
      [80, 99],
    ],
    [
      [0, 59],
      [60, 79],
      [80, 99],
    ],
  ]);
});

describe('refuses', () => {
  const day = {name: 'd', raw: 'string', datetimeLayout: 'iso'} as const;
  const days = {sql: "CAST(DATE '2021-01-01' + CAST(i AS INTEGER) AS VARCHAR)", profile: day};
  const numbers = {sql: 'CAST(i AS DOUBLE)', profile: number};

  it.each([
    [
      'times that are all but the same',
      {keys: [{...numbers, sql: 'CAST(i % 2 AS DOUBLE)'}]},
      'at least 3 different times in `t`',
    ],
    [
      'a gap with a unit between numbers',
      {keys: [numbers], gap: '7d'},
      'to be a number, since `t` holds numbers, got 7d',
    ],
    [
      'a gap without a unit between days',
      {keys: [days], gap: 7},
      'to be a time with its unit, since `d` holds days, got 7',
    ],
    [
      'a gap that takes every row',
      {keys: [days], gap: '60d'},
      'a gap of 60d in `d`, but it leaves none for validation',
    ],
    [
      'a gap that takes every training row',
      {keys: [days], gap: '18d', test: 0.1, validation: 0.8},
      'none for training',
    ],
    [
      'text that is no time',
      {keys: [{...days, profile: {name: 'd', raw: 'string'}}]},
      'no value of `d` can be read as one',
    ],
  ] as const)('%s', async (_, asked, message) => {
    await expect(splitRows({by: 'time', rows: 100, ...asked})).rejects.toMatchObject({
      message: expect.stringContaining(message),
      suggestions: expect.arrayContaining([expect.any(String)]),
    });
  });
});

it.each([
  ['iso', '1970-01-02', 86_400],
  ['iso', '1970-01-01T00:01', 60],
  ['iso', '1970-01-01 00:00:05.25', 5.25],
  ['iso', '1970-01-01T02:00:00+02:00', 0],
  ['iso', '1970-01-01T00:00:00-0130', 5400],
  ['iso', '1970-01-01 00:30Z', 1800],
  ['iso', '2023-02-30', null],
  ['iso', 'soon', null],
  ['day Mon year', '2 Jan 1970T01:00', 90_000],
])('reads %s %s as %s seconds', async (layout, text, expected) => {
  const database = await openDatabase();
  const [found] = await database.rows<{moment: number | null}>(
    `SELECT ${timeSql(literal(text), layout)} / 1e6 AS moment`,
  );
  expect(found!.moment).toBe(expected);
  database.close();
});

it('reads the same day in every layout', async () => {
  const database = await openDatabase();
  for (const [layout, {format}] of Object.entries(datetimeLayouts)) {
    const text = `strftime(DATE '2011-03-04', ${literal(format)})`;
    const [found] = await database.rows<{moment: number}>(`SELECT ${timeSql(text, layout)} AS moment`);
    expect(found!.moment).toBe(Date.UTC(2011, 2, 4) * 1000);
  }
  database.close();
});
