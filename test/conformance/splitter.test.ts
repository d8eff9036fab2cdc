import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {splitNames} from '../../src/data/split-names.js';
import {splitters} from '../../src/data/splits/registry.js';
import {inSplit, splitRows} from '../helpers/split-table.js';

const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe.each(Object.entries(splitters))(`%s (FUZZ_SEED=${seed})`, (by, {options, example: keys}) => {
  const random = randomStream(seed, by);
  const tables = Array.from({length: 4}, () => ({
    by,
    keys,
    rows: 90 + random.integer(400),
    seed: random.integer(1000),
    target: `'c' || CAST(floor(sqrt(hash(i, ${random.integer(1000)}) % 16)) AS INTEGER)`,
    ...(options.test && {test: 0.1 + random.uniform() * 0.3}),
    validation: 0.1 + random.uniform() * 0.3,
  }));

  it.each(tables)('numbers the rows of each split: %o', async (table) => {
    const {report, placed} = await splitRows(table);
    for (const split of splitNames) {
      const positions = inSplit(placed, split).map(({position}) => position!);
      expect(positions.length).toBe(report.rows[split]);
      expect(positions.length).toBeGreaterThan(0);
      expect(positions.sort((a, b) => a - b)).toEqual(positions.map((_, at) => at));
    }
  });

  it.each(tables)('draws the same with more threads and from rows in another order: %o', async (table) => {
    const [first, ...others] = await Promise.all([
      splitRows({...table, threads: 1}),
      splitRows({...table, threads: 3}),
      splitRows({...table, order: 'hash(i)'}),
    ]);
    for (const other of others) expect(other).toEqual(first);
  });

  it.each(tables)('says of rows that it leaves out: %o', async (table) => {
    const {report, placed} = await splitRows(table);
    const left = inSplit(placed, null).length;
    if (left > 0) expect(report.remarks.map(({message}) => message).join()).toMatch(/left out/);
  });

  it.each(tables)('takes folds that no two have a row of, around one test split: %o', async (table) => {
    const count = 2 + (table.seed % 4);
    const folds = [];
    for (let fold = 0; fold < count; fold += 1)
      folds.push((await splitRows({...table, validation: 0.2, folds: {count, validation: fold}})).placed);
    const seen = folds.flatMap((placed) => inSplit(placed, 'validation').map(({row}) => row));
    expect(new Set(seen).size).toBe(seen.length);
    const tests = folds.map((placed) => inSplit(placed, 'test'));
    for (const test of tests) expect(test.map(({row}) => row)).toEqual(tests[0]!.map(({row}) => row));
    const inNone = new Set(
      tests[0]!.map(({row}) => row).concat(inSplit(folds.at(-1)!, null).map(({row}) => row)),
    );
    expect(seen.filter((row) => inNone.has(row))).toEqual([]);
    for (const placed of folds) expect(inSplit(placed, 'train').length).toBeGreaterThan(0);
  });
});

describe.each(Object.entries(splitters).filter(([, {example}]) => example.length === 0))('%s', (by) => {
  it('goes by the seed', async () => {
    const placed = async (seed: number) => (await splitRows({by, rows: 200, seed})).placed;
    expect(await placed(1)).toEqual(await placed(1));
    expect(await placed(1)).not.toEqual(await placed(2));
  });
});
