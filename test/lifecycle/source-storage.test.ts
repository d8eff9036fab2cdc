import {join} from 'node:path';
import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import {literal} from '../../src/data/identifier.js';
import {verifySnapshot} from '../../src/data/snapshot.js';
import {folderWith, runSource} from '../helpers/source.js';

it('takes every type that parquet stores, and counts what is not finite as missing', async () => {
  const folder = folderWith({});
  const database = await openDatabase();
  await database.run(`COPY (SELECT i % 2 = 0 AS truth, CAST(i AS TINYINT) AS tiny, CAST(i AS HUGEINT) AS huge,
      CAST(i / 3 AS DECIMAL(9, 3)) AS decimal, CAST(i AS FLOAT) / 7 AS float,
      CASE i % 4 WHEN 0 THEN 'inf'::DOUBLE WHEN 1 THEN 'nan'::DOUBLE ELSE i END AS wild,
      DATE '2020-01-01' + CAST(i AS INTEGER) AS day, TIMESTAMPTZ '2020-01-01 05:00:00+02' + to_hours(i) AS moment,
      TIME '10:00' AS time, [i % 2] AS list, {a: i % 3} AS struct, encode('b' || (i % 2)) AS blob,
      ['low', 'high'][CAST(i > 50 AS INTEGER) + 1] AS level FROM range(100) t(i))
    TO ${literal(join(folder, 't.parquet'))} (FORMAT parquet)`);
  database.close();
  const {result} = await runSource(folder, {file: 't.parquet', target: 'level'});
  expect(Object.fromEntries(result.types.map(({column, type}) => [column, type]))).toEqual({
    truth: 'categorical',
    tiny: 'not-generalizable',
    huge: 'not-generalizable',
    decimal: 'numeric',
    float: 'numeric',
    wild: 'numeric',
    day: 'datetime',
    moment: 'datetime',
    time: 'not-generalizable',
    list: 'categorical',
    struct: 'categorical',
    blob: 'categorical',
    level: 'categorical',
  });
  const {columns} = await verifySnapshot(join(folder, '.adl/snapshots', result.snapshot));
  const wild = columns.find(({name}) => name === 'wild')!.encoded![0]!.statistics!;
  expect(wild.missing).toBeGreaterThan(0.3);
  expect(wild.mean).toBeLessThan(100);
  expect(columns.find(({name}) => name === 'moment')!.encoded!.at(-1)!.name).toBe('moment.hour');
});

it('keeps dates of JSON as they are written, and nested values as JSON', async () => {
  const rows = Array.from({length: 40}, (_, i) => ({
    day: `2020/01/${10 + (i % 9)}`,
    more: {a: i % 2},
    y: i * 1.5,
    ...(i > 30 && {late: i % 2}),
  }));
  const folder = folderWith({'t.ndjson': rows.map((row) => JSON.stringify(row)).join('\n')});
  const {result} = await runSource(folder, {file: 't.ndjson', target: 'y'});
  expect(result.task).toBe('regression');
  const snapshot = join(folder, '.adl/snapshots', result.snapshot);
  const schema = await verifySnapshot(snapshot);
  expect(schema.target.mean).toBeGreaterThan(20);
  const database = await openDatabase();
  const [row] = await database.rows(
    `SELECT * FROM read_parquet(${literal(join(snapshot, 'raw/train.parquet'))})`,
  );
  database.close();
  expect(row!.day).toMatch(/^2020\/01\/1\d$/);
  expect(row!.more).toMatch(/^\{"a":[01]\}$/);
  expect(result.types.map(({column}) => column)).toEqual(['day', 'more', 'y', 'late']);
});
