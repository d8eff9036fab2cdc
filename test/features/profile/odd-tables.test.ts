import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Database, openDatabase} from '../../../src/data/database.js';
import {profileColumns} from '../../../src/data/profile.js';
import {profileTable} from '../../../src/features/profile/table-profile.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

async function profiled(select: string, types: Record<string, string>, target?: string) {
  await database.run(`CREATE OR REPLACE TABLE t AS SELECT i AS "adl:row", ${select} FROM range(300) r(i)`);
  const profiles = await profileColumns(database, 't');
  const columns = profiles.map((profile) => ({profile, type: types[profile.name]!}));
  return (await profileTable(database, 't', columns, target)).profile;
}

describe('the profile of an odd table', () => {
  it('bears numbers whose squares no double holds', async () => {
    const found = await profiled(
      `i * 1e160 AS x, (i % 7) * 1e200 AS z, ['a', 'b'][1 + i % 2] AS y`,
      {x: 'numeric', z: 'numeric', y: 'categorical'},
      'x',
    );
    const ofZ = found.columns.find(({column}) => column === 'z')!.target!;
    expect(ofZ.groups.map(({mean}) => mean! > 1e161 && mean! < 3e162)).not.toContain(false);
    const pair = found.associations.find(({columns}) => columns.includes('x') && columns.includes('z'))!;
    expect(Math.abs(pair.value)).toBeLessThan(0.2);
  });

  it('bears categories with a NUL in them', async () => {
    const found = await profiled(
      `['a' || chr(0) || 'b', 'c'][1 + i % 2] AS t, i % 2 AS u`,
      {t: 'categorical', u: 'categorical'},
      'u',
    );
    expect(found.associations[0]!.value).toBeCloseTo(1, 2);
  });

  it('finds what is missing together where every row differs in the rest', async () => {
    const found = await profiled(
      `CASE WHEN i % 3 > 0 THEN i END AS pattern, CASE WHEN i % 2 > 0 THEN i * 7 END AS q, i AS n`,
      {pattern: 'numeric', q: 'numeric', n: 'numeric'},
    );
    expect(found.missing_together).toEqual([
      {columns: ['q'], rows: 100},
      {columns: ['pattern'], rows: 50},
      {columns: ['pattern', 'q'], rows: 50},
    ]);
  });

  it('says nothing of columns that hardly any row has both of, and little of chance', async () => {
    const found = await profiled(
      `CASE WHEN i < 20 THEN i END AS a, CASE WHEN i < 20 OR i > 200 THEN -i END AS b, 'c' || (i % 20) AS c, hash(i) % 1000 AS x`,
      {a: 'numeric', b: 'numeric', c: 'categorical', x: 'numeric'},
    );
    expect(found.associations.some(({columns}) => columns.includes('a'))).toBe(false);
    expect(
      found.associations.find(({columns}) => columns.includes('c') && columns.includes('x'))!.value,
    ).toBeLessThan(0.25);
  });

  it('has fences by the quartiles that it tells, and whole numbers without a point', async () => {
    const found = await profiled(`power(i, 3) AS x, i % 2 AS y`, {x: 'numeric', y: 'categorical'}, 'y');
    const {numbers, outliers, target} = found.columns[0]!;
    expect(outliers!.high).toBeCloseTo(numbers!.upper + 1.5 * (numbers!.upper - numbers!.lower), 6);
    expect(target!.classes).toEqual(['0', '1']);
  });

  it('takes numbers among which some words stand for numbers', async () => {
    const found = await profiled(`CASE WHEN i % 20 = 0 THEN 'n/a' ELSE CAST(i AS VARCHAR) END AS p`, {
      p: 'numeric',
    });
    expect(found.columns[0]).toMatchObject({
      missing: 15,
      numbers: {measure: 'value', minimum: 1, maximum: 299},
    });
  });

  it('counts rows by millennia where years go far, and not at all where they go farther', async () => {
    const days = (expression: string) => profiled(`${expression} AS d`, {d: 'datetime'});
    const far = await days(`DATE '0044-03-15' + CAST(i * 10000 AS INTEGER)`);
    expect(far.columns[0]!.coverage!.periods.length).toBeLessThanOrEqual(121);
    const farther = await days(`make_date(CAST(-200000 + i * 1000 AS INTEGER), 1, 1)`);
    expect(farther.columns[0]!.coverage).toBeUndefined();
  });
});
