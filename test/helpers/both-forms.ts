import {expect} from 'vitest';
import {doubles, strings, type Tensor} from '../../src/base/tensor.js';
import type {Database} from '../../src/data/database.js';
import {identifier, literal} from '../../src/data/identifier.js';
import {profileColumns} from '../../src/data/profile.js';
import {openModel} from '../../src/engines/onnxruntime.js';
import {encodeGraph, encodeSql, type TypedColumn} from '../../src/features/encode.js';
import {fitColumn} from '../../src/features/fit.js';
import type {RawKind, TypeOptions} from '../../src/features/types/feature-type.js';
import {featureTypes} from '../../src/features/types/registry.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';

/** A raw value, as a test writes it. */
export type Raw = string | number | null;

/** A column whose name needs quotes, fitted on some values; then both forms of it on others. */
export async function expectAgreement(
  database: Database,
  {
    type,
    raw,
    training,
    values,
    options,
  }: {type: string; raw: RawKind; training: Raw[]; values: Raw[]; options?: TypeOptions},
): Promise<void> {
  const name = `odd "name"; -- 'of'\na column.${type}`;
  await table(database, 'train', {name, raw, values: training});
  await table(database, 'rows', {name, raw, values});
  const [profile] = await profileColumns(database, 'train');
  const fitted = await fitColumn(database, 'train', type, {...profile!, name, raw}, options);
  const column: TypedColumn = {name, raw, type, fitted: JSON.parse(JSON.stringify(fitted))};
  const widths = featureTypes[type]!.columns(column);
  const fromSql = await sqlForm(database, column, widths.length);
  const fromGraph = await graphForm(column, values);
  expect(fromGraph.length).toBe(fromSql.length);
  for (const [row, value] of values.entries())
    expect(fromGraph[row], `${type} of ${JSON.stringify(value)}`).toEqual(fromSql[row]);
}

async function table(
  database: Database,
  table: string,
  {name, raw, values}: {name: string; raw: RawKind; values: Raw[]},
): Promise<void> {
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

async function sqlForm(database: Database, column: TypedColumn, width: number): Promise<number[][]> {
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
