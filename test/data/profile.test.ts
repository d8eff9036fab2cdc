import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {sampleColumns} from '../../src/data/column-samples.js';
import {type Database, openDatabase} from '../../src/data/database.js';
import {profileColumns} from '../../src/data/profile.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const profileOf = async (sql: string) =>
  (await profileColumns(database, `(SELECT ${sql} AS x FROM range(10) t(i))`))[0]!;

describe('the profile of a column', () => {
  it.each([
    ['numbers', 'CASE WHEN i < 5 THEN i END'],
    ['numbers kept as text', 'CASE WHEN i < 5 THEN CAST(i AS VARCHAR) END'],
  ])('has the moments of %s without those that are missing', async (_, sql) => {
    expect(await profileOf(sql)).toMatchObject({
      ...{rows: 10, missing: 5, distinct: 5, mean: 2, minimum: 0, maximum: 4},
      deviation: expect.closeTo(Math.sqrt(2), 12),
    });
  });

  it('has moments of numbers whose squares no double holds', async () => {
    const {mean, deviation, maximum} = await profileOf(`CASE WHEN i = 0 THEN 1e300 ELSE -1e300 END`);
    expect(maximum).toBe(1e300);
    expect([mean, deviation].every(Number.isFinite)).toBe(true);
  });

  it('counts words for what is missing, and texts with a number in them', async () => {
    expect(await profileOf(`['NA', 'n/a', '$5', '7 kg', 'none'][1 + i % 5]`)).toMatchObject({
      ...{missing: 0, missingWords: 4, distinctMissingWords: 2, quantityShare: 0.4, mean: undefined},
    });
    expect(await profileOf('CAST(NULL AS VARCHAR)')).toMatchObject({
      missing: 10,
      missingWords: 0,
      mean: undefined,
    });
  });
});

it('asks for one row where all columns are numbers, and bears a table without rows', async () => {
  expect(await profileColumns(database, '(SELECT i AS x FROM range(0) t(i))')).toMatchObject([
    {rows: 0, distinct: 0},
  ]);
});

describe('the samples of a column', () => {
  const samplesOf = async (sql: string, rows: number) => {
    const relation = `(SELECT ${sql} AS x FROM range(${rows}) t(i))`;
    return (await sampleColumns(database, relation, await profileColumns(database, relation), rows))[0]!;
  };

  it('are distinct values in the order of the rows, then the same again', async () => {
    expect(await samplesOf('i // 2', 100)).toEqual(['0', '1', '2', '3', '4']);
    expect(await samplesOf('i % 2', 100)).toEqual(['0', '1', '0', '1', '0']);
    expect(await samplesOf('7', 1)).toEqual(['7', '7', '7', '7', '7']);
  });

  it('have what is missing once, and words for it as missing', async () => {
    expect(await samplesOf(`['a', 'NA', '', 'b', NULL][1 + i % 5]`, 50)).toEqual(['a', null, 'b', 'a', null]);
  });

  it('come from all over a table that is sorted', async () => {
    expect(await samplesOf('i // 10000', 100_000)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('are written in the shortest way', async () => {
    expect(await samplesOf('CAST(i AS DOUBLE)', 3)).toEqual(['0', '1', '2', '0', '1']);
    expect(await samplesOf('i = 1', 3)).toEqual(['False', 'True', 'False', 'True', 'False']);
    expect(await samplesOf(`'00' || i`, 3)).toEqual(['0', '1', '2', '0', '1']);
  });
});

describe('the profile of many rows, in which each text is looked at once', () => {
  it('is that of the same texts in few rows', async () => {
    const texts = [
      '1',
      '2.5',
      ' 7',
      '-3e2',
      'NA',
      '?',
      '',
      '$5',
      '12 kg',
      '2020-01-02',
      '3/4/2021 10:00',
      'two words',
    ];
    const sql = (column: string) => `(SELECT ${column} AS x FROM range(${texts.length} * 10_000) t(i))`;
    const list = `[${texts.map((text) => `'${text}'`).join(', ')}][1 + i % ${texts.length}]`;
    for (const column of [
      list,
      `CASE WHEN i % 3 > 0 THEN 'NA' ELSE CAST(i % 40 AS VARCHAR) END`,
      `CAST(NULL AS VARCHAR)`,
    ]) {
      const [many] = await profileColumns(database, sql(column));
      const [few] = await profileColumns(database, `(SELECT * FROM ${sql(column)} LIMIT 120)`);
      const {rows, missing, missingWords, mean, deviation, ...rest} = many!;
      expect([rows, missing, missingWords]).toEqual([120_000, few!.missing * 1000, few!.missingWords * 1000]);
      expect(mean ?? 0).toBeCloseTo(few!.mean ?? 0, 9);
      expect(deviation ?? 0).toBeCloseTo(few!.deviation ?? 0, 9);
      expect(few).toMatchObject(rest);
    }
  });
});

describe('the profile of days and instants that DuckDB has read', () => {
  it.each([
    ['DATE', `DATE '2000-02-01' + CAST(i * 400 AS INTEGER)`],
    ['TIMESTAMP', `CASE WHEN i > 0 THEN TIMESTAMP '1999-12-31 23:59:58.5' + INTERVAL 1 DAY * i END`],
    ['DATE', `['0999-01-01', '2999-12-31', '3000-01-01', '1000-01-01', '0044-03-15 (BC)'][1 + i % 5]`],
  ])('is that of their text: %s, %s', async (storage, sql) => {
    const read = await profileOf(`CAST(${sql} AS ${storage})`);
    const text = await profileOf(`CAST(CAST(${sql} AS ${storage}) AS VARCHAR)`);
    const {meanWords: _, ...rest} = text;
    expect(read).toMatchObject({...rest, storage});
  });
});
