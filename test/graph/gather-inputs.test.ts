import {expect, it} from 'vitest';
import {floats, tensor} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {gatherInputs} from '../../src/graph/gather-inputs.js';
import {Graph} from '../../src/graph/graph.js';

function sums(): Graph {
  const graph = new Graph();
  const rows = graph.input('rows', 'float', ['S', 2, 3]);
  const added = graph.emit('Add', [rows, graph.input('bias', 'float', [3])]);
  graph.output('y', graph.emit('ReduceSum', [added, graph.integers([2])], {keepdims: 0}));
  return graph;
}

it('picks from a table what it was given row by row', () => {
  const picking = gatherInputs(sums(), new Set(['rows']));
  expect(picking.inputs.map(({name, shape}) => [name, shape])).toEqual([
    ['rows', ['R', 3]],
    ['bias', [3]],
    ['order', ['S', 2]],
  ]);
  const rows = floats([3, 3], [1, 2, 3, 10, 20, 30, 100, 200, 300]);
  const order = tensor('int32', [2, 2], Int32Array.of(2, 0, 1, 2));
  const y = evaluate(picking, {rows, order, bias: floats([3], [0, 0, 1])}).get('y')!;
  expect(y.shape).toEqual([2, 2]);
  expect([...y.data]).toEqual([601, 7, 61, 601]);
});

it('leaves a graph alone that has none of those inputs', () => {
  const graph = sums();
  expect(gatherInputs(graph, new Set(['others']))).toBe(graph);
});
