import {afterAll, beforeAll, expect, it} from 'vitest';
import {type Database, openDatabase} from '../../../src/data/database.js';
import {profileColumns} from '../../../src/data/profile.js';
import {encodedColumns, encodeSql} from '../../../src/features/encode.js';
import {fitColumn} from '../../../src/features/fit.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

it('puts December beside January and Saturday beside Sunday, as far apart as any two in turn', async () => {
  await database.run(
    `CREATE TABLE t AS SELECT * FROM (VALUES ('2023-12-31 23:00'), ('2024-01-01 00:00'), ('2024-07-06 12:00'), (NULL)) AS given (x)`,
  );
  const [profile] = await profileColumns(database, 't');
  const fitted = await fitColumn(database, 't', 'datetime', profile!, {cycles: true});
  const column = {name: 'x', raw: 'string' as const, type: 'datetime', fitted};
  const names = encodedColumns(column).map(({name, encoding}) => `${name} ${encoding.kind}`);
  expect(names).toEqual(
    [
      'year',
      'month.sin',
      'month.cos',
      'day',
      'weekday.sin',
      'weekday.cos',
      'number',
      'hour.sin',
      'hour.cos',
    ].map((part) => `x.${part} numeric`),
  );
  const rows = await database.rows(`SELECT ${encodeSql([column]).join(', ')} FROM t`);
  const values = rows.map((row) => Object.values(row));
  const part = (name: string) =>
    values.map((row) => row[names.indexOf(`x.${name} numeric`)] as number | null);
  const apart = (name: string, a: number, b: number) =>
    Math.hypot(
      part(`${name}.sin`)[a]! - part(`${name}.sin`)[b]!,
      part(`${name}.cos`)[a]! - part(`${name}.cos`)[b]!,
    );
  expect(apart('month', 0, 1)).toBeCloseTo(2 * Math.sin(Math.PI / 12), 6);
  expect(apart('month', 1, 2)).toBeCloseTo(2, 6);
  // 2023-12-31 is a Sunday, 2024-07-06 a Saturday.
  expect(apart('weekday', 0, 2)).toBeCloseTo(2 * Math.sin(Math.PI / 7), 6);
  expect(apart('hour', 0, 1)).toBeCloseTo(2 * Math.sin(Math.PI / 24), 6);
  expect(part('month.sin')[3]).toBeNull();
});
