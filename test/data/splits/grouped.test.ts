import {describe, expect, it} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import {shareGroups} from '../../../src/data/group-shares.js';
import {inSplit, type PlacedRow, splitRows} from '../../helpers/split-table.js';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));
const random = randomStream(seed, 'grouped');
const text = {name: 'g', raw: 'string'} as const;

function groupsOf(placed: readonly PlacedRow[]): Map<unknown, Set<string | null>> {
  const found = new Map<unknown, Set<string | null>>();
  for (const {key, split} of placed)
    if (key !== null) found.set(key, (found.get(key) ?? new Set()).add(split));
  return found;
}

const tables = Array.from({length: 6}, (_, at) => ({
  at,
  by: 'grouped',
  rows: 100 + random.integer(900),
  seed: random.integer(100),
  // Few large groups and many small ones.
  keys: [{sql: `'g' || CAST(pow(hash(i, ${at}) % 40, 1.${at}) AS INTEGER)`, profile: text}],
  ...(at % 2 ? {} : {folds: {count: 3, validation: at % 3}}),
}));

it.each(tables)(`keeps groups whole (FUZZ_SEED=${seed}): %o`, async ({at: _, ...table}) => {
  const {placed} = await splitRows(table);
  for (const splits of groupsOf(placed).values()) expect(splits.size).toBe(1);
  expect(placed.every(({split}) => split !== null)).toBe(true);
});

it('comes as near to the shares of rows and classes as a hundred groups allow', async () => {
  const {report, placed} = await splitRows({
    ...{by: 'grouped', rows: 2000, test: 0.25, validation: 0.15},
    // A tenth of the groups is of the rare class alone.
    target: "CASE WHEN (i // 20) % 10 = 3 THEN 'rare' ELSE 'common' END",
    keys: [{sql: 'i // 20', profile: {name: 'g', raw: 'number'}}],
  });
  expect(report.remarks).toEqual([]);
  for (const [split, share] of [
    ['train', 0.6],
    ['validation', 0.15],
    ['test', 0.25],
  ] as const) {
    expect(Math.abs(report.rows[split] / 2000 - share)).toBeLessThanOrEqual(0.02);
    const rare = inSplit(placed, split).filter(({target}) => target === 'rare').length;
    expect(Math.abs(rare / 200 - share)).toBeLessThanOrEqual(0.051);
  }
});

it('takes a row without a group for a group of its own, and says so', async () => {
  const {report, placed} = await splitRows({
    ...{by: 'grouped', rows: 300},
    keys: [{sql: "CASE WHEN i % 3 > 0 THEN 'g' || (i % 10) END", profile: text}],
  });
  const alone = placed.filter(({key}) => key === null);
  expect(new Set(alone.map(({split}) => split)).size).toBe(3);
  expect(report.remarks).toContainEqual({
    kind: 'warning',
    message: '100 rows have no `g`: each of them is a group of its own.',
  });
});

it('takes several columns together', async () => {
  const {placed} = await splitRows({
    ...{by: 'grouped', rows: 200},
    keys: [
      {sql: "repeat('1', 1 + i % 4)", profile: text},
      {sql: "repeat('1', 1 + (i // 4) % 5)", profile: {...text, name: 'h'}},
    ],
  });
  // By the first column alone there are four groups, which could not be told apart from three splits.
  const splitsOfFirst = [...groupsOf(placed).values()].map((splits) => splits.size);
  expect(Math.max(...splitsOfFirst)).toBeGreaterThan(1);
  const both = new Map<string, Set<unknown>>();
  for (const {row, split} of placed) {
    const key = `${row % 4} ${Math.floor(row / 4) % 5}`;
    both.set(key, (both.get(key) ?? new Set()).add(split));
  }
  for (const splits of both.values()) expect(splits.size).toBe(1);
});

it('says where whole groups come nowhere near the shares', async () => {
  const {report} = await splitRows({
    ...{by: 'grouped', rows: 100},
    keys: [{sql: 'least(i // 40, 2)', profile: {name: 'g', raw: 'number'}}],
  });
  expect(Object.values(report.rows).sort()).toEqual([20, 40, 40]);
  expect(report.remarks[0]!.message).toMatch(
    /^Whole groups do not make the shares that are asked for: train 40 % \(asked: 60 %\)/,
  );
});

it('refuses fewer groups than splits or folds', async () => {
  const keys = [{sql: 'i % 3', profile: {name: 'g', raw: 'number'}}] as const;
  await expect(
    splitRows({by: 'grouped', rows: 90, keys: [{...keys[0], sql: 'i % 2'}]}),
  ).rejects.toMatchObject({
    code: 'SOURCE_INVALID',
    message: 'Expected at least 3 groups in `g`, one for each split, got 2.',
  });
  const folds = {count: 5, validation: 0};
  await expect(splitRows({by: 'grouped', rows: 90, keys, folds})).rejects.toMatchObject({
    message: 'Expected at least 6 groups in `g`, one for each fold and one for testing, got 3.',
    suggestions: [expect.stringContaining('`folds: 2`'), expect.any(String)],
  });
});

describe('groups in bins', () => {
  const counts = (sizes: readonly number[]) => ({
    starts: Int32Array.from({length: sizes.length + 1}, (_, at) => at),
    strata: new Int32Array(sizes.length),
    rows: Int32Array.from(sizes),
  });

  it.each([[[1, 1, 1]], [[100, 1, 1]], [[3, 3, 3, 1]], [[50, 49, 48]]])('leave none empty: %j', (sizes) => {
    for (const shares of [
      [0.6, 0.2, 0.2],
      [0.98, 0.01, 0.01],
      [0.1, 0.1, 0.8],
    ])
      expect(new Set(shareGroups(counts(sizes), shares)).size).toBe(3);
  });

  it('are as many as their shares where groups are small', () => {
    const bins = shareGroups(counts(Array.from({length: 1000}, () => 1)), [0.6, 0.15, 0.25]);
    const sizes = [0, 1, 2].map((bin) => bins.filter((one) => one === bin).length);
    expect(sizes).toEqual([600, 150, 250]);
  });
});
