import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Database, openDatabase} from '../../../src/data/database.js';
import {profileColumns} from '../../../src/data/profile.js';
import {type Profiled, profileTable} from '../../../src/features/profile/table-profile.js';

let database: Database;
let found: Profiled['profile'];

const types: Record<string, string> = {
  speed: 'numeric',
  cost: 'numeric',
  phase: 'categorical',
  day: 'datetime',
  harmed: 'categorical',
  note: 'sentence',
};

beforeAll(async () => {
  database = await openDatabase();
  await database.run(`CREATE TABLE t AS SELECT i AS "adl:row",
    CASE WHEN i % 10 > 0 THEN CAST(i % 100 AS DOUBLE) END AS speed,
    CASE WHEN i = 7 THEN 1e6 WHEN i = 8 THEN -1e6 ELSE CAST(i % 50 AS DOUBLE) END AS cost,
    CASE WHEN i % 10 > 0 THEN ['climb', 'approach', 'taxi'][1 + i % 3] END AS phase,
    strftime(DATE '2020-01-01' + CAST(CASE WHEN i % 360 BETWEEN 90 AND 150 THEN 0 ELSE i % 360 END AS INTEGER), '%Y-%m-%d') AS day,
    CASE WHEN i % 100 > 60 THEN 'yes' ELSE 'no' END AS harmed,
    'words about case ' || i AS note
    FROM range(1000) r(i)`);
  const profiles = await profileColumns(database, 't');
  const columns = profiles.map((profile) => ({profile, type: types[profile.name]!}));
  ({profile: found} = await profileTable(database, 't', columns, 'harmed'));
});
afterAll(() => database.close());

const column = (name: string) => found.columns.find(({column: one}) => one === name)!;

describe('the profile of a table', () => {
  it('has the quartiles and the histogram of numbers', () => {
    const {numbers, missing} = column('speed');
    expect(missing).toBe(100);
    expect(numbers).toMatchObject({minimum: 1, maximum: 99});
    expect(Math.abs(numbers!.median - 50)).toBeLessThanOrEqual(1);
    const {bars, scale} = numbers!.picture;
    expect(scale).toBe('even');
    expect(bars.reduce((sum, {rows}) => sum + rows, 0)).toBe(900);
    expect(bars.length).toBeLessThanOrEqual(32);
  });

  it('counts what lies beyond the fences', () => {
    expect(column('cost').outliers).toMatchObject({below: 1, above: 1});
    expect(column('phase').outliers).toBeUndefined();
  });

  it('counts rows by period, and finds the ones that have none', () => {
    const {unit, periods, gaps} = column('day').coverage!;
    expect(unit).toBe('week');
    expect(periods.reduce((sum, {rows}) => sum + rows, 0)).toBe(1000);
    expect(gaps[0]!.periods).toBeGreaterThanOrEqual(7);
    expect(gaps[0]!.from >= '2020-03-30' && gaps[0]!.to <= '2020-06-01').toBe(true);
  });

  it('finds what is missing in the same rows', () => {
    expect(found.missing_together).toEqual([{columns: ['speed', 'phase'], rows: 100}]);
  });

  it('tells what the target is by each column', () => {
    const {classes, groups} = column('speed').target!;
    expect(classes).toEqual(['no', 'yes']);
    expect(groups.at(-1)).toMatchObject({is: 'missing', rows: 100, shares: [0.7, 0.3]});
    expect(groups[0]!.shares).toEqual([1, 0]);
    expect(groups.at(-2)!.shares).toEqual([0, 1]);
    expect(groups.reduce((sum, {rows}) => sum + rows, 0)).toBe(1000);
    expect(column('phase').target!.groups.map(({is}) => is)).toEqual([
      'category',
      'category',
      'category',
      'missing',
    ]);
    expect(column('note').target).toBeUndefined();
    expect(column('harmed').target).toBeUndefined();
  });

  it('ranks what goes together', () => {
    const [first] = found.associations.filter(({columns}) => columns.includes('harmed'));
    expect(first).toMatchObject({columns: ['harmed', 'speed'], measure: 'correlation-ratio'});
    expect(first!.value).toBeGreaterThan(0.8);
  });

  it('names no text that single rows have', () => {
    expect(column('note')).toMatchObject({distinct: 1000, frequent: [], others: 1000});
    expect(JSON.stringify(found)).not.toContain('words about');
  });
});
