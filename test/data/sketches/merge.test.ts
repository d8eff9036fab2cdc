import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {randomStream} from '../../../src/base/random.js';
import {type Database, openDatabase} from '../../../src/data/database.js';
import {mergeSketches} from '../../../src/data/sketches/column-sketch.js';
import {total} from '../../../src/data/sketches/counted-bins.js';
import {distinctEstimate} from '../../../src/data/sketches/distinct-sketch.js';
import {quantile} from '../../../src/data/sketches/quantile.js';
import {sketchColumns} from '../../../src/data/sketches/sketch-columns.js';

const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const random = randomStream(seed, 'sketches');

/** Numbers as columns have them: round ones, tails, far from zero, of every size, all equal, none. */
const shapes: Record<string, () => number | null> = {
  whole: () => random.integer(50) - 10,
  normal: () => random.normal(),
  years: () => 1990 + random.uniform() * 30,
  skewed: () => (random.uniform() < 0.3 ? 0 : Math.exp(12 * random.normal())),
  sizes: () => (random.uniform() < 0.5 ? -1 : 1) * 10 ** (random.uniform() * 600 - 300),
  gaps: () => (random.uniform() < 0.4 ? null : random.normal() * 1e6),
  constant: () => 42.5,
  none: () => null,
  extreme: () => [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE, 0, -0][random.integer(5)]!,
};

async function sketch(values: readonly (number | null)[]) {
  const rows = values.map((value) => `(${value === null ? 'NULL' : `CAST('${value}' AS DOUBLE)`})`);
  const relation = `(SELECT * FROM (VALUES ${rows.join(', ')}) t(x))`;
  const column = {
    name: 'x',
    value: 'CAST(x AS DOUBLE)',
    measured: 'CAST(x AS DOUBLE)',
    hasFrequent: true,
    isNumber: true,
  };
  return (await sketchColumns(database, () => relation, [{...column, measure: 'value' as const}]))[0]!;
}

describe(`sketches (PROPERTY_SEED=${seed})`, () => {
  it.each(Object.keys(shapes))('of parts merge to the sketch of all: %s', async (shape) => {
    for (let time = 0; time < 6; time++) {
      const values = Array.from({length: 1 + random.integer(400)}, () => shapes[shape]!());
      const cut = 1 + random.integer(values.length);
      const [one, other] = [values.slice(0, cut), values.slice(cut)];
      const whole = await sketch(values);
      const merged =
        other.length > 0 ? mergeSketches(await sketch(one), await sketch(other)) : await sketch(one);
      expect([merged.rows, merged.missing]).toEqual([whole.rows, whole.missing]);
      expect(merged.distinct).toEqual(whole.distinct);
      expect(merged.numbers?.dyadic).toEqual(whole.numbers?.dyadic);
      expect(merged.numbers?.logarithmic).toEqual(whole.numbers?.logarithmic);
      expect(merged.numbers?.whole).toBe(whole.numbers?.whole);
      const [a, b] = [merged.numbers?.moments, whole.numbers?.moments];
      expect([a?.count, a?.minimum, a?.maximum]).toEqual([b?.count, b?.minimum, b?.maximum]);
      if (a && b)
        expect(Math.abs(a.mean - b.mean)).toBeLessThanOrEqual(
          1e-9 * Math.max(1, Math.abs(b.mean), Math.sqrt(b.squares)),
        );
    }
  });

  it.each(Object.keys(shapes))(
    'know quantiles to a fiftieth of the value or 1/512 of the range: %s',
    async (shape) => {
      const values = Array.from({length: 500}, () => shapes[shape]!());
      const {numbers} = await sketch(values);
      const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
      expect(numbers === undefined).toBe(sorted.length === 0);
      if (!numbers) return;
      expect(total(numbers.dyadic.bins)).toBe(sorted.length);
      expect(total(numbers.logarithmic)).toBe(sorted.length);
      const range = sorted.at(-1)! / 512 - sorted[0]! / 512;
      for (const share of [0, 0.01, 0.25, 0.5, 0.9, 1]) {
        const rank = share * (sorted.length - 1);
        const [low, high] = [sorted[Math.floor(rank)]!, sorted[Math.ceil(rank)]!];
        const found = quantile(numbers, share);
        const room = (value: number) => Math.max(Math.min(0.021 * Math.abs(value), range), 1e-300);
        expect(found, `${shape} at ${share}`).toBeGreaterThanOrEqual(low - room(low));
        expect(found, `${shape} at ${share}`).toBeLessThanOrEqual(high + room(high));
        if (shape === 'whole') expect(Number.isInteger(found)).toBe(true);
      }
    },
  );

  it('count distinct values to five standard errors, few of them to one', async () => {
    const column = {
      name: 'x',
      value: 'x',
      measured: 'CAST(NULL AS DOUBLE)',
      measure: 'value' as const,
      hasFrequent: false,
      isNumber: false,
    };
    for (const distinct of [0, 1, 7, 300, 20_000, 300_000]) {
      const relation = `(SELECT 'value ' || (i % ${Math.max(1, distinct)}) || ' ${seed}' AS x FROM range(${distinct * 2}) t(i))`;
      const [found] = await sketchColumns(database, () => relation, [column]);
      const estimate = distinctEstimate(found!.distinct!);
      const allowed = distinct < 10 ? 1 : 0.08 * distinct;
      expect(Math.abs(estimate - distinct), `${estimate} for ${distinct}`).toBeLessThanOrEqual(allowed);
    }
  });

  it('name no value that fewer than ten rows have, and add up what they name', async () => {
    const column = {
      name: 'x',
      value: 'x',
      measured: 'CAST(NULL AS DOUBLE)',
      measure: 'value' as const,
      hasFrequent: true,
      isNumber: false,
    };
    const texts = (counts: Record<string, number>) =>
      Object.entries(counts).flatMap(([text, n]) => Array.from({length: n}, () => `('${text}')`));
    const of = async (counts: Record<string, number>) =>
      (
        await sketchColumns(database, () => `(SELECT * FROM (VALUES ${texts(counts).join(', ')}) t(x))`, [
          column,
        ])
      )[0]!;
    const [one, other] = [await of({a: 20, b: 10, secret: 9}), await of({a: 5, b: 12, c: 10})];
    expect(one.frequent).toEqual({
      values: [
        ['a', 20],
        ['b', 10],
      ],
      others: 9,
    });
    expect(mergeSketches(one, other).frequent).toEqual({
      values: [
        ['b', 22],
        ['a', 20],
        ['c', 10],
      ],
      others: 14,
    });
    expect(JSON.stringify(one)).not.toContain('secret');
  });

  it('of texts of many rows, each measured once, are those of their parts', async () => {
    const column = {
      name: 'x',
      value: "nullif(x, '')",
      measured: "CAST(length(nullif(x, '')) AS DOUBLE)",
      measure: 'characters' as const,
      hasFrequent: true,
      isNumber: false,
    };
    const of = async (from: number, to: number) =>
      (
        await sketchColumns(
          database,
          () =>
            `(SELECT repeat('a', CAST(hash(i, ${seed}) % 40 AS INTEGER)) || (CASE WHEN i % 7 = 0 THEN 'b' ELSE '' END) AS x FROM range(${from}, ${to}) t(i))`,
          [column],
        )
      )[0]!;
    const many = await of(0, 150_000);
    const parts = mergeSketches(await of(0, 80_000), await of(80_000, 150_000));
    const {moments, ...numbers} = many.numbers!;
    expect({...parts, numbers: undefined}).toEqual({...many, numbers: undefined});
    expect(parts.numbers).toMatchObject(numbers);
    expect(parts.numbers!.moments.mean).toBeCloseTo(moments.mean, 9);
    expect(parts.numbers!.moments.squares / moments.squares).toBeCloseTo(1, 9);
    expect([parts.numbers!.moments.count, parts.numbers!.moments.maximum]).toEqual([
      moments.count,
      moments.maximum,
    ]);
  });

  it('of numbers of the least and the largest size merge', async () => {
    const [one, other] = [
      [-5e-324, -1e-300, 0, 1e-310],
      [-1e300, 1.7e308],
    ];
    const merged = mergeSketches(await sketch(one), await sketch(other));
    expect(merged.numbers!.dyadic).toEqual((await sketch([...one, ...other])).numbers!.dyadic);
  });

  it('of different hashes say no number of distinct values', async () => {
    const one = await sketch([1, 2]);
    expect(
      mergeSketches(one, {...one, distinct: {...one.distinct!, hash: 'another'}}).distinct,
    ).toBeUndefined();
  });
});
