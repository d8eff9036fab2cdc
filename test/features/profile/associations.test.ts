import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import {type Database, openDatabase} from '../../../src/data/database.js';
import {associationsOf} from '../../../src/features/profile/associations.js';
import type {ComparedColumn} from '../../../src/features/profile/compared-rows.js';

const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

type Cell = number | null;

async function associated(a: readonly Cell[], b: readonly Cell[], kinds: [string, string]) {
  const rows = a.map((one, at) => `(${one}, ${b[at]})`);
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:compared" AS SELECT CAST(x AS DOUBLE) AS c0, CAST(y AS DOUBLE) AS c1 FROM (VALUES ${rows.join(', ')}) t(x, y)`,
  );
  const columns = kinds.map((kind, at) => ({name: 'ab'[at]!, kind, as: `c${at}`, categories: [], scale: 1}));
  return (await associationsOf(database, columns as ComparedColumn[]))[0];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** By the definitions, pair by pair. */
const references: Record<string, (pairs: [number, number][]) => number> = {
  correlation: (pairs) => {
    const [mx, my] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
    const sum = (f: (x: number, y: number) => number) =>
      pairs.reduce((all, [x, y]) => all + f(x - mx, y - my), 0);
    return sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y));
  },
  'cramers-v': (pairs) => {
    const n = pairs.length;
    const [as, bs] = [[...new Set(pairs.map(([x]) => x))], [...new Set(pairs.map(([, y]) => y))]];
    let chi = 0;
    for (const a of as)
      for (const b of bs) {
        const observed = pairs.filter(([x, y]) => x === a && y === b).length;
        const expected =
          (pairs.filter(([x]) => x === a).length * pairs.filter(([, y]) => y === b).length) / n;
        chi += (observed - expected) ** 2 / expected;
      }
    const phi = Math.max(0, chi / n - ((as.length - 1) * (bs.length - 1)) / (n - 1));
    const [r, c] = [as, bs].map(({length}) => length - (length - 1) ** 2 / (n - 1)) as [number, number];
    return Math.min(1, Math.sqrt(phi / (Math.min(r, c) - 1)));
  },
  'correlation-ratio': (pairs) => {
    const all = mean(pairs.map(([, y]) => y));
    const of = (group: number) => mean(pairs.filter(([x]) => x === group).map(([, y]) => y));
    const between = pairs.reduce((sum, [x]) => sum + (of(x) - all) ** 2, 0);
    const total = pairs.reduce((sum, [, y]) => sum + (y - all) ** 2, 0);
    const groups = new Set(pairs.map(([x]) => x)).size;
    return Math.sqrt(Math.max(0, 1 - (1 - between / total) * ((pairs.length - 1) / (pairs.length - groups))));
  },
};

describe(`associations (PROPERTY_SEED=${seed})`, () => {
  it.each([
    ['correlation', 'number', 'number'],
    ['cramers-v', 'category', 'category'],
    ['correlation-ratio', 'category', 'number'],
  ] as const)(
    '%s is what its definition says, in the rows that have both',
    async (measure, first, second) => {
      const random = randomStream(seed, measure);
      for (let time = 0; time < 20; time++) {
        const link = random.uniform();
        const a = Array.from({length: 60}, () => (random.uniform() < 0.1 ? null : random.integer(4)));
        const b = a.map((one) => {
          if (random.uniform() < 0.1) return null;
          const own = random.uniform() < link && one !== null ? one : random.integer(5);
          return second === 'number' ? own + random.normal() : own;
        });
        const found = await associated(a, b, [first, second]);
        const pairs = a.flatMap((one, at): [number, number][] =>
          one === null || b[at] === null ? [] : [[one, b[at]!]],
        );
        expect(found).toMatchObject({measure, columns: ['a', 'b']});
        expect(found!.value).toBeCloseTo(references[measure]!(pairs), 9);
      }
    },
  );

  it('leaves out a pair of which nothing is known', async () => {
    expect(await associated([1, 1, 1], [1, 2, 3], ['number', 'number'])).toBeUndefined();
    expect(await associated([1, null], [null, 2], ['category', 'category'])).toBeUndefined();
    expect(await associated([1, 2], [3, 3], ['category', 'number'])).toBeUndefined();
  });
});
