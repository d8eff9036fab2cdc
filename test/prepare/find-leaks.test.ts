import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {leaksIn} from '../helpers/leak-table.js';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Noise of all kinds, in tables of all sizes. */
const noise = Array.from({length: 8}, (_, at) => {
  const random = randomStream(seed, 'noise', at);
  const salt = () => random.integer(1_000_000);
  const kinds = [
    () => `hash(i || ' ${salt()}') % ${2 + random.integer(4)}`,
    () => `'v' || (hash(i || ' ${salt()}') % ${2 + random.integer(60)})`,
    () => `hash(i || ' ${salt()}') % 1000003 / 7.0`,
    () => `CASE WHEN hash(i || ' ${salt()}') % 10 > 0 THEN hash(i || ' ${salt()}') % 500 END`,
    () => `CAST(DATE '2019-01-01' + CAST(hash(i || ' ${salt()}') % 900 AS INTEGER) AS VARCHAR)`,
    () => `CASE WHEN hash(i || ' ${salt()}') % 20 = 0 THEN hash(i || ' ${salt()}') % 90 ELSE 0 END`,
  ];
  const columns = Object.fromEntries(
    Array.from({length: 2 + random.integer(12)}, (_, column) => [
      `c${column}`,
      kinds[random.integer(kinds.length)]!(),
    ]),
  );
  const target = [
    `CASE WHEN hash(i || ' ${salt()}') % 1000 < ${50 + random.integer(500)} THEN 'yes' ELSE 'no' END`,
    `'class ' || (hash(i || ' ${salt()}') % 6)`,
    `hash(i || ' ${salt()}') % 100000 / 3.0`,
  ][at % 3]!;
  return {rows: 60 + random.integer(3000), columns, target};
});

it.each(noise)(`is quiet about noise (FUZZ_SEED=${seed}): %o`, async ({rows, ...table}) => {
  expect(await leaksIn(table, rows)).toEqual([]);
});

describe('of a target that is a number', () => {
  const columns = {
    a: 'hash(i) % 1000003 / 7.0',
    day: "CAST(DATE '2020-01-01' + CAST(i // 4 AS INTEGER) AS VARCHAR)",
  };
  const checks = async (more: Record<string, string>, target: string) =>
    (await leaksIn({columns: {...columns, ...more}, target, types: {day: 'datetime'}})).map(
      ({check, columns}) => [check, ...columns],
    );

  it('finds a column that tells it', async () => {
    expect(await checks({}, 'hash(i) % 1000003 * 3.0 + hash(i, 1) % 9')).toEqual([['telling-columns', 'a']]);
  });

  it('finds groups', async () => {
    const target = '(hash(i % 250) % 10007) + hash(i, 1) % 1000 / 3.0';
    expect(await checks({machine: '(i % 250) * 7919 % 1000'}, target)).toEqual([
      ['group-overlap', 'machine'],
    ]);
  });

  it('finds a drift', async () => {
    expect(await checks({}, 'i / 2 + hash(i, 1) % 3000')).toEqual([['time-travel', 'day']]);
  });
});

it('says of how many copies the target differs', async () => {
  const [leak, ...others] = await leaksIn({
    columns: {a: 'hash(i // 2) % 100003 / 7', b: 'hash(i // 2, 1) % 5003', c: "'c' || (i // 2 % 5)"},
    target: "CASE WHEN i < 600 THEN 'a' || (i % 2) ELSE 'a' || (i // 2 % 2) END",
  });
  expect(others).toEqual([]);
  expect(leak!.message).toMatch(
    /^\d+ of 400 test rows \(\d+ %\) equal a training row in every feature\. Of \d+ of them the target differs\.$/,
  );
  expect(leak!.evidence.differ).toBeGreaterThan(20);
});

it('looks at no groups and no time where rows are split by them', async () => {
  const patients = {
    columns: {patient: 'hash(i // 8) % 100000', size: 'hash(i) % 50'},
    target: "CASE WHEN hash(i // 8) % 3 = 0 THEN 'ill' ELSE 'well' END",
    types: {patient: 'not-generalizable'},
  };
  expect((await leaksIn(patients)).map(({check}) => check)).toEqual(['group-overlap']);
  const key = {column: 'patient', by: 'grouped'};
  expect(await leaksIn(patients, 2000, key)).toEqual([]);
});
