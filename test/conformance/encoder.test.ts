import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {doubles, strings} from '../../src/base/tensor.js';
import {foldCount} from '../../src/data/code-sums.js';
import {type Database, openDatabase} from '../../src/data/database.js';
import {literal} from '../../src/data/identifier.js';
import {profileColumns} from '../../src/data/profile.js';
import {openModel} from '../../src/engines/onnxruntime.js';
import {type ColumnToEncode, encodedColumns, encodeGraph, encodeSql} from '../../src/features/encode.js';
import {encoders} from '../../src/features/encoders/registry.js';
import {fitColumn} from '../../src/features/fit.js';
import {fitEncoder} from '../../src/features/fit-encoder.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

type Cell = string | number | null;
interface Table {
  raw: 'string' | 'number';
  values: Cell[];
  targets: (string | number)[];
  labels?: string[];
}

const random = randomStream(3, 'encoders');
const words = ['red', 'Red', "it's", 'reddish', 'été', '日本', '\u{1f426}', '1e5', '-0', 'x'];
const some = (count: number, make: (row: number) => Cell) =>
  Array.from({length: count}, (_, row) => make(row));
const text = () => (random.integer(6) === 0 ? null : words[random.integer(words.length)]!);

/** Tables of every kind of target, and training values with nothing in them, too little, and too much. */
const tables: Record<string, Table> = {
  'two classes': {
    raw: 'string',
    values: some(90, text),
    targets: some(90, () => (random.integer(3) === 0 ? 'yes' : 'no')) as string[],
    labels: ['no', 'yes'],
  },
  'three classes': {
    raw: 'string',
    values: some(90, text),
    targets: some(90, () => ['a', 'b', "c'"][random.integer(3)]!) as string[],
    labels: ['a', 'b', "c'"],
  },
  'a number': {
    raw: 'string',
    values: some(90, text),
    targets: some(90, () => 1e6 + random.normal()) as number[],
  },
  'numbers as categories': {
    raw: 'number',
    values: some(90, () => [0.1, -2, 1e20, null, 7][random.integer(5)]!),
    targets: some(90, () => random.normal()) as number[],
  },
  'no value': {raw: 'string', values: some(20, () => null), targets: some(20, (row) => row) as number[]},
  'one value': {raw: 'string', values: some(20, () => 'x'), targets: some(20, (row) => row) as number[]},
  'values that never come again': {
    raw: 'string',
    values: some(20, (row) => `only ${row}`),
    targets: some(20, (row) => row) as number[],
  },
  'two rows': {raw: 'string', values: ['x', 'y'], targets: [1, 2]},
  'a target that does not change': {
    raw: 'string',
    values: some(20, text),
    targets: some(20, () => 3) as number[],
  },
};

describe.each(Object.entries(encoders))('%s', (name, encoder) => {
  it('gives what is expected for its example', () => {
    const {facts, tables} = encoder.example;
    const fitted = encoder.fit(facts);
    expect(fitted?.map((table) => table.name)).toEqual(tables?.map((table) => table.name));
    const numbers = (all: typeof tables) => (all ?? []).flatMap((table) => table.numbers);
    numbers(tables).forEach((expected, at) => {
      if (expected === null) expect(numbers(fitted)[at]).toBeNull();
      else expect(numbers(fitted)[at]).toBeCloseTo(expected, 6);
    });
  });

  it.each(Object.entries(tables))(
    'is the same in SQL and in the graph for rows after training: %s',
    async (_what, table) => {
      const column = await learn(name, table);
      const fromSql = await sqlRows(column, 'test');
      const fromGraph = await graphRows(column, table);
      expect(fromGraph).toEqual(fromSql);
    },
  );

  it.each(Object.entries(tables))('has a 32-bit float or nothing for each code: %s', async (_what, table) => {
    const {encoder: fitted} = await learn(name, table);
    for (const {numbers} of fitted?.tables ?? [])
      for (const number of numbers)
        expect(number === null || (Number.isFinite(number) && number === Math.fround(number))).toBe(true);
    expect(JSON.parse(JSON.stringify(fitted ?? null))).toEqual(fitted ?? null);
  });

  it('gives training rows what other rows get, unless it looks at the target', async () => {
    const table = tables['a number']!;
    const column = await learn(name, table);
    const [training, others] = [await sqlRows(column, 'train'), await sqlRows(column, 'test')];
    if (!encoder.ofTarget) return expect(training).toEqual(others);
    expect(training).not.toEqual(others);
    const changed = {...table, targets: table.targets.map((y, row) => (row === 7 ? Number(y) + 1e4 : y))};
    const again = await sqlRows(await learn(name, changed), 'train');
    // Its own target changes nothing of a row's number; other rows' numbers follow it.
    expect(again[7]).toEqual(training[7]);
    expect(again).not.toEqual(training);
  });
});

describe('target', () => {
  it('gives a training row what a plain loop over the rows of other folds does', async () => {
    const table = tables['a number']!;
    const column = await learn('target', table);
    const rows = await sqlRows(column, 'train');
    const known = ((column.fitted as {values: string[]}).values as (string | null)[]).concat([null]);
    table.values.forEach((value, row) => {
      if (!known.includes(value as string)) return;
      const others = table.targets.flatMap((y, at) =>
        at % foldCount === row % foldCount ? [] : [{y: Number(y), same: table.values[at] === value}],
      );
      const own = others.filter(({same}) => same).map(({y}) => y);
      const all = others.map(({y}) => y);
      const share = (variance(all) * own.length) / (variance(all) * own.length + variance(own));
      const expected = own.length === 0 ? mean(all) : share * mean(own) + (1 - share) * mean(all);
      expect(rows[row]![0]).toBeCloseTo(Math.fround(expected), 6);
    });
  });
});

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function variance(numbers: readonly number[]): number {
  return mean(numbers.map((number) => (number - mean(numbers)) ** 2));
}

/** Every row stands in the training rows and once more behind them. */
async function learn(encode: string, {raw, values, targets, labels}: Table): Promise<ColumnToEncode> {
  const cell = (value: Cell, type: string) =>
    value === null ? `CAST(NULL AS ${type})` : `CAST(${literal(String(value))} AS ${type})`;
  const rows = ['train', 'test'].flatMap((split) =>
    values.map(
      (value, at) =>
        `('${split}', ${at}, ${cell(value, raw === 'number' ? 'DOUBLE' : 'VARCHAR')}, ${cell(targets[at]!, labels ? 'VARCHAR' : 'DOUBLE')})`,
    ),
  );
  await database.run(
    `CREATE OR REPLACE TEMP TABLE "adl:arranged" AS SELECT * FROM (VALUES ${rows.join(', ')})
     AS given ("adl:split", "adl:position", "a ""column""", "adl:target")`,
  );
  const training = `(SELECT "a ""column""" FROM "adl:arranged" WHERE "adl:split" = 'train')`;
  const [profile] = await profileColumns(database, training);
  const fitted = await fitColumn(
    database,
    training,
    'categorical',
    {...profile!, raw},
    {rare: encoders[encode]!.ofRare},
  );
  const column = {name: 'a "column"', raw, type: 'categorical', fitted};
  return {...column, ...(await fitEncoder(database, column, encode, labels ? {labels} : {}))};
}

async function sqlRows(column: ColumnToEncode, split: string): Promise<number[][]> {
  const rows = await database.rows(
    `SELECT ${encodeSql([column]).join(', ')} FROM "adl:arranged" WHERE "adl:split" = '${split}' ORDER BY "adl:position"`,
  );
  return rows.map((row) => Object.values(row).map((value) => (value === null ? Number.NaN : Number(value))));
}

async function graphRows(column: ColumnToEncode, {raw, values}: Table): Promise<number[][]> {
  const graph = new Graph();
  const input = graph.input('x', raw === 'number' ? 'double' : 'string', ['N']);
  const {numeric, codes} = encodeGraph(graph, new Map([[column.name, input]]), [column]);
  graph.output('y', (numeric ?? codes)!);
  const session = await openModel(encodeModel(graph));
  const x =
    raw === 'number'
      ? doubles(
          [values.length],
          values.map((value) => Number(value ?? Number.NaN)),
        )
      : strings(
          [values.length],
          values.map((value) => String(value ?? '')),
        );
  const {y} = await session.run({x});
  await session.close();
  const width = encodedColumns(column).length;
  return values.map((_, row) =>
    Array.from((y!.data as Float32Array).slice(row * width, (row + 1) * width), Number),
  );
}
