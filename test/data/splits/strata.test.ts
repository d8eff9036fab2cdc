import {describe, expect, it} from 'vitest';
import {inSplit, splitRows} from '../../helpers/split-table.js';

const tally = (values: readonly (string | number)[]) =>
  Object.fromEntries(
    [...new Set(values)].sort().map((value) => [value, values.filter((one) => one === value).length]),
  );

/** 500 rows: 400 of `a`, 75 of `b`, 25 of `c`. */
const target = "CASE WHEN i % 20 = 0 THEN 'c' WHEN i % 20 < 4 THEN 'b' ELSE 'a' END";

describe('stratified', () => {
  it('gives each fold the rows of each class, but for one', async () => {
    const sizes = [];
    for (let fold = 0; fold < 5; fold += 1) {
      const {placed} = await splitRows({
        ...{by: 'stratified', rows: 500, target, test: 0.3, validation: 0.2},
        folds: {count: 5, validation: fold},
      });
      expect(inSplit(placed, 'test').length).toBe(23 + 8 + 120);
      sizes.push(tally(inSplit(placed, 'validation').map((row) => row.target)));
    }
    for (const {a, b, c} of sizes) {
      expect(Math.abs(a! - 280 / 5)).toBeLessThanOrEqual(1);
      expect(Math.abs(b! - 52 / 5)).toBeLessThan(1);
      expect(Math.abs(c! - 17 / 5)).toBeLessThan(1);
    }
    expect(sizes.reduce((sum, {a, b, c}) => sum + a! + b! + c!, 0)).toBe(349);
  });
});

describe('random', () => {
  it('has exact shares of all rows, and of no class', async () => {
    const {report, placed} = await splitRows({by: 'random', rows: 500, target, test: 0.3, validation: 0.1});
    expect(report.rows).toEqual({train: 300, validation: 50, test: 150});
    const shares = ['a', 'b', 'c'].map(
      (label) => inSplit(placed, 'test').filter((row) => row.target === label).length,
    );
    expect(shares).not.toEqual([120, 22, 8]);
    expect(shares[0]).toBeGreaterThan(95);
  });

  it('tells of classes that are not everywhere', async () => {
    const {report} = await splitRows({
      by: 'random',
      rows: 100,
      target: "CASE i WHEN 7 THEN 'x' ELSE 'y' END",
    });
    expect(report.thin).toEqual([{label: 'x', rows: 1}]);
  });
});
