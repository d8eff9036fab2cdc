import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type Random, randomStream} from '../../src/base/random.js';
import {doubles, strings, type Tensor} from '../../src/base/tensor.js';
import {type Database, openDatabase} from '../../src/data/database.js';
import {identifier, literal} from '../../src/data/identifier.js';
import {profileColumns} from '../../src/data/profile.js';
import {openModel} from '../../src/engines/onnxruntime.js';
import {encodeGraph, encodeSql, type TypedColumn} from '../../src/features/encode.js';
import {fitColumn} from '../../src/features/fit.js';
import type {RawKind} from '../../src/features/types/feature-type.js';
import {featureTypes} from '../../src/features/types/registry.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';

type Raw = string | number | null;

let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database.close());

const cases = Object.entries(featureTypes).flatMap(([name, type]) =>
  type.accepts.map((raw) => ({name, type, raw})),
);

describe.each(cases)('$name on $raw columns', ({name, type, raw}) => {
  it('encodes its example the same in SQL and in the graph', async () => {
    if (type.example.raw === raw) await expectAgreement(name, raw, type.example.values, type.example.values);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'encodes random values the same in SQL and in the graph (seed %i)',
    async (seed) => {
      const random = randomStream(seed, name, raw);
      const make = raw === 'number' ? randomNumber : randomText;
      const training = Array.from({length: 120}, () => make(random));
      const unseen = Array.from({length: 400}, () => make(random));
      await expectAgreement(name, raw, training, [...training, ...unseen]);
    },
  );

  it('learns from no value at all', async () => {
    await expectAgreement(name, raw, [null], [null, raw === 'number' ? 1 : 'a']);
  });

  it('encodes one row as it does many', async () => {
    const values = raw === 'number' ? [1, 1, 2, 2, 3] : ['a cat', 'a cat', '2020-01-02', '7', ' '];
    for (const value of [...values, null]) await expectAgreement(name, raw, values, [value]);
  });
});

/** A column whose name needs quotes, fitted on some values; then both forms of it on others. */
async function expectAgreement(type: string, raw: RawKind, training: Raw[], values: Raw[]): Promise<void> {
  const name = `odd "name"; -- 'of'\na column.${type}`;
  await table('train', name, raw, training);
  await table('rows', name, raw, values);
  const [profile] = await profileColumns(database, 'train');
  const fitted = await fitColumn(database, 'train', type, {...profile!, name, raw});
  const column: TypedColumn = {name, raw, type, fitted: JSON.parse(JSON.stringify(fitted))};
  const widths = featureTypes[type]!.columns(column);
  const fromSql = await sqlForm(column, widths.length);
  const fromGraph = await graphForm(column, values);
  expect(fromGraph.length).toBe(fromSql.length);
  for (const [row, value] of values.entries())
    expect(fromGraph[row], `${type} of ${JSON.stringify(value)}`).toEqual(fromSql[row]);
}

async function table(table: string, name: string, raw: RawKind, values: Raw[]): Promise<void> {
  const type = raw === 'number' ? 'DOUBLE' : 'VARCHAR';
  await database.run(`CREATE OR REPLACE TEMP TABLE ${table} (place INTEGER, ${identifier(name)} ${type})`);
  const rows = values.map((value, at) => `(${at}, ${sqlValue(value)})`);
  await database.run(`INSERT INTO ${table} VALUES ${rows.join(', ')}`);
  await database.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT ${identifier(name)} FROM ${table} ORDER BY place`,
  );
}

/** As a canonical column holds it: neither empty text nor a number that is not finite. */
function sqlValue(value: Raw): string {
  if (value === null || value === '' || (typeof value === 'number' && !Number.isFinite(value))) return 'NULL';
  return typeof value === 'number' ? `CAST('${value}' AS DOUBLE)` : text(value);
}

/** DuckDB's parser ends at a NUL. */
function text(value: string): string {
  return value.split('\0').map(literal).join(' || chr(0) || ');
}

async function sqlForm(column: TypedColumn, width: number): Promise<number[][]> {
  const expressions = encodeSql([column]);
  expect(expressions.length).toBe(width);
  const rows = await database.rows(
    `SELECT 0 AS nothing${expressions.map((one) => `, ${one}`).join('')} FROM rows`,
  );
  return rows.map(({nothing: _, ...row}) => Object.values(row).map((value) => number(value)));
}

async function graphForm(column: TypedColumn, values: Raw[]): Promise<number[][]> {
  const graph = new Graph();
  const input = graph.input('x', column.raw === 'number' ? 'double' : 'string', ['N']);
  const {numeric, codes} = encodeGraph(graph, new Map([[column.name, input]]), [column]);
  if (!numeric && !codes) return values.map(() => []);
  if (numeric) graph.output('numeric', numeric);
  if (codes) graph.output('codes', codes);
  const session = await openModel(encodeModel(graph));
  const outputs = await session.run({x: feed(column.raw, values)});
  await session.close();
  return values.map((_, row) => [outputs.numeric, outputs.codes].flatMap((tensor) => rowOf(tensor, row)));
}

function feed(raw: RawKind, values: Raw[]): Tensor {
  if (raw === 'number')
    return doubles(
      [values.length],
      values.map((value) => (value as number) ?? Number.NaN),
    );
  return strings(
    [values.length],
    values.map((value) => (value as string) ?? ''),
  );
}

function rowOf(tensor: Tensor | undefined, row: number): number[] {
  if (!tensor) return [];
  const width = tensor.shape[1]!;
  return Array.from((tensor.data as Float32Array).slice(row * width, (row + 1) * width), number);
}

/** Both zeros are one number. */
function number(value: unknown): number {
  return value === null ? Number.NaN : Number(value) + 0;
}

function randomNumber(random: Random): Raw {
  const kinds: (() => Raw)[] = [
    () => null,
    () => random.integer(5),
    () => random.integer(5) / 10,
    () => -random.integer(3),
    () => random.normal() * 10 ** random.integer(60),
    () => random.normal() * 10 ** -random.integer(60),
    () =>
      [-0, 2 ** 24 + 1, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE, 3.4028235677973366e38][
        random.integer(6)
      ]!,
    () => [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][random.integer(3)]!,
  ];
  return pick(random, kinds)();
}

function randomText(random: Random): Raw {
  const kinds: (() => Raw)[] = [
    () => null,
    () => '',
    () =>
      pick(random, [
        'red',
        'green',
        'Red',
        'été',
        'ete\u0301',
        '\u{1f426}',
        "it's",
        '日本',
        'a\0b',
        ' red',
        'red ',
        '"q"',
        '\\',
        '%s',
      ]),
    () => `${random.integer(9)}`,
    () => letters(random, ' +-.eE0123456789', 1 + random.integer(8)),
    () => letters(random, '0123456789', 90 + random.integer(40)),
    () => `${random.integer(99)}e${random.integer(500) - 250}`,
    () =>
      pick(random, [
        'nan',
        'inf',
        '-Infinity',
        '0x1f',
        '1_000',
        '1,5',
        '\t7',
        '7\n',
        '٣',
        '1e',
        '.',
        '+',
        '1e+0000000005',
      ]),
    () => isoDay(random),
    () =>
      `${isoDay(random)}${pick(random, ['T', ' '])}${two(random, 26)}:${two(random, 62)}${pick(random, ['', ':07', ':59.123', 'Z', '+01:00', '-0530', ' '])}`,
    () =>
      `${random.integer(14)}/${random.integer(33)}/${1850 + random.integer(300)}${pick(random, ['', ' 07:30', 'T23:59:59'])}`,
    () =>
      Array.from({length: random.integer(9)}, () =>
        pick(random, ['the', 'The', 'cat,', 'CAT', 'dog.', '', 'Straße', 'İ', '\n', '.', '(bird)']),
      ).join(' '),
  ];
  return pick(random, kinds)();
}

function isoDay(random: Random): string {
  return `${pick(random, ['', '1', '2', '3'])}${900 + random.integer(100)}-${two(random, 14)}-${two(random, 33)}`;
}

function two(random: Random, below: number): string {
  return String(random.integer(below)).padStart(2, '0');
}

function letters(random: Random, alphabet: string, length: number): string {
  return Array.from({length}, () => alphabet[random.integer(alphabet.length)]!).join('');
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random.integer(items.length)]!;
}
