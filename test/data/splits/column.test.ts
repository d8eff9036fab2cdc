import {expect, it} from 'vitest';
import {inSplit, splitRows} from '../../helpers/split-table.js';

const profile = {name: 'part', raw: 'string'} as const;
const by = (sql: string) => ({by: 'column', rows: 90, keys: [{sql, profile}]});

it('puts rows where the column says, in any words for it', async () => {
  const {placed, report} = await splitRows(
    by("['Train', 'TRAINING', 'valid', 'Val ', 'dev', 'validation', 'test', 'Testing', 'train'][i % 9 + 1]"),
  );
  expect(report.rows).toEqual({train: 30, validation: 40, test: 20});
  for (const {key, split} of placed) expect(split![0]).toBe(String(key)[0]!.toLowerCase().replace('d', 'v'));
  expect(report.remarks).toEqual([]);
});

it('leaves out rows of which it says nothing', async () => {
  const {placed, report} = await splitRows(by("['train', 'val', 'test', NULL, ' '][i % 5 + 1]"));
  expect(inSplit(placed, null).length).toBe(36);
  expect(report.remarks).toEqual([
    {kind: 'warning', message: '36 rows have nothing in `part`: they are left out.'},
  ]);
});

it('draws validation rows from those for training where it has none', async () => {
  const {placed, report} = await splitRows({
    ...by("CASE WHEN i % 3 = 0 THEN 'test' ELSE 'train' END"),
    target: "CASE WHEN i % 2 = 0 THEN 'a' ELSE 'b' END",
    validation: 0.5,
  });
  expect(report.rows).toEqual({train: 30, validation: 30, test: 30});
  expect(inSplit(placed, 'validation').filter(({target}) => target === 'a').length).toBe(15);
  expect(report.remarks[0]).toMatchObject({kind: 'note', message: expect.stringContaining('a share of 0.5')});
});

it('makes folds of all rows that are not for testing', async () => {
  const {report} = await splitRows({
    ...by("['train', 'val', 'test'][i % 3 + 1]"),
    folds: {count: 4, validation: 3},
  });
  expect(report.rows).toEqual({train: 45, validation: 15, test: 30});
});

it.each([
  [
    "['train', 'hold-out', 'test'][i % 3 + 1]",
    'Expected train, validation or test in `part`, got `hold-out` in 30 rows.',
  ],
  [
    "['train', 'val', 'tets'][i % 3 + 1]",
    'Expected train, validation or test in `part`, got `tets` in 30 rows.',
  ],
  [
    "['train', 'val'][i % 2 + 1]",
    'Expected `part` to name rows for training and for testing, got none for testing.',
  ],
  [
    "['test', 'val'][i % 2 + 1]",
    'Expected `part` to name rows for training and for testing, got none for training.',
  ],
  ['NULL', 'Expected `part` to name rows for training and for testing, got none for training.'],
])('refuses %s', async (sql, message) => {
  await expect(splitRows(by(sql))).rejects.toMatchObject({code: 'SOURCE_INVALID', message});
});

it('knows a slip from another word', async () => {
  const error = await splitRows(by("['train', 'val', 'tets'][i % 3 + 1]")).catch((one) => one);
  expect(error.suggestions).toContain('Did you mean `test`?');
});
