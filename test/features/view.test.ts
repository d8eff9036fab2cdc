import {expect, it} from 'vitest';
import {floats, tensor} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {engines} from '../../src/engines/registry.js';
import type {Representation} from '../../src/features/representation.js';
import {type ViewedColumn, view, viewShape} from '../../src/features/view.js';
import {Graph} from '../../src/graph/graph.js';

const statistics = {mean: 2, scale: 4, median: 1, missing: 0};
const number = (representation?: Representation, missing = 0): ViewedColumn => ({
  name: 'x',
  encoding: {kind: 'numeric'},
  statistics: {...statistics, missing},
  ...(representation && {representation}),
});
const shown = (scale: string, fitted: Representation['fitted'], more: Partial<Representation> = {}) =>
  number({scale, fitted, fill: 2, indicator: false, ...more});

const robust = shown('robust', {median: 1, range: 2}, {fill: 5, indicator: true});
const bins = shown('uniform-bins', {edges: [0, 3]});
const power = shown('power', {lambda: 0.5, mean: 1, scale: 2});
const none = shown('none', {}, {fill: -1});

function graphOf(columns: ViewedColumn[], rows: number) {
  const graph = new Graph();
  const numeric = graph.input('numeric', 'float', [rows, columns.length]);
  graph.output('y', view(graph, {numeric}, columns).numeric!);
  return graph;
}

it('takes for usual columns the nodes that it always took', () => {
  const usual = graphOf([number(), number(undefined, 0.5)], 3);
  expect(usual.nodes.map(({op}) => op)).toEqual([
    'IsNaN',
    'Where',
    'Sub',
    'Div',
    'Min',
    'Max',
    'Cast',
    'MatMul',
    'Concat',
    'Identity',
  ]);
  expect(usual.constants.size).toBe(5);
});

it('takes as many nodes for a thousand columns as for one of each scaler', () => {
  const mixed = [robust, bins, number(), none, power];
  const many = Array.from({length: 200}, () => mixed).flat();
  expect(graphOf(many, 3).nodes.length).toBe(graphOf(mixed, 3).nodes.length);
});

const rows = [
  [3, 2.9, 6, 7, 8],
  [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN],
  [-1e9, 3, 1e9, -7, -3],
];

it.each(Object.keys(engines))('puts scaler after scaler and the indicators last, on %s', async (name) => {
  const columns = [robust, bins, number(undefined, 0.5), none, power];
  const graph = graphOf(columns, rows.length);
  const numeric = floats([rows.length, columns.length], rows.flat());
  expect(viewShape(columns).numeric).toBe(9);
  const session = await (await engines[name]!()).open(graph);
  const {y} = await session.run({numeric});
  await session.close();
  expect(y!.shape).toEqual([3, 9]);
  // none, power, robust, standard, uniform-bins, and what was missing of robust and standard.
  const root = (x: number) => (2 * (Math.sqrt(1 + x) - 1) - 1) / 2;
  const below = (x: number) => (-((1 - x) ** 1.5 - 1) / 1.5 - 1) / 2;
  const expected = [
    [7, root(8), 1, 1, 0, 1, 0, 0, 0],
    [-1, root(2), 2, 0, 0, 1, 0, 1, 1],
    [-7, below(-3), -10, 10, 0, 0, 1, 0, 0],
  ];
  const values = [...(y!.data as Float32Array)];
  expected.flat().forEach((value, at) => {
    expect(values[at], `value ${at}`).toBeCloseTo(value, 4);
  });
  const again = [...evaluate(graph, {numeric}).get('y')!.data].map(Number);
  values.forEach((value, at) => {
    expect(value).toBeCloseTo(again[at]!, 4);
  });
});

it('moves codes to ranges of their own beside numbers', () => {
  const columns: ViewedColumn[] = [none, {name: 'c', encoding: {kind: 'code', size: 3}}];
  const all = [...columns, {name: 'd', encoding: {kind: 'code' as const, size: 4}}];
  const graph = new Graph();
  const codes = graph.input('codes', 'int32', [1, 2]);
  graph.output('y', view(graph, {codes}, all).categorical!);
  const given = tensor('int32', [1, 2], Int32Array.of(2, 1));
  expect([...evaluate(graph, {codes: given}).get('y')!.data].map(Number)).toEqual([2, 4]);
  expect(viewShape(all)).toEqual({numeric: 1, categorical: {columns: 2, size: 7}});
});
