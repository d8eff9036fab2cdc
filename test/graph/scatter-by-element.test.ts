import {expect, it} from 'vitest';
import {floats, tensor} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {gradient} from '../../src/graph/gradient.js';
import {Graph} from '../../src/graph/graph.js';
import {liftLanes} from '../../src/graph/lanes.js';
import type {Body} from '../../src/graph/ops/op.js';
import {scan} from '../../src/graph/ops/scan.js';
import {scanSteps} from '../../src/graph/scan-steps.js';
import {scatterByElement} from '../../src/graph/scatter-by-element.js';

/** A step that moves the rows of a table that were picked, some of them twice. */
function step(): Graph {
  const graph = new Graph();
  const table = graph.input('table', 'float', [3, 2, 2]);
  const picked = graph.emit('Gather', [table, graph.input('rows', 'int32', [4])], {axis: 0});
  const loss = graph.emit('ReduceSum', [graph.emit('Mul', [picked, picked]), graph.integers([0, 1, 2])], {
    keepdims: 0,
  });
  graph.output('loss', loss);
  graph.output('next', graph.emit('Sub', [table, gradient(graph, loss, [table])[0]!]));
  return graph;
}

const operatorsOf = ({nodes}: Body) => nodes.map(({op}) => op);

it('gives the same sums without ScatterND, in lanes and inside a Scan too', () => {
  const unit = scanSteps(liftLanes(step(), new Set(['table']), 2), {table: 'next'}, 'S');
  const safe = scatterByElement(unit);
  const inside = (graph: Graph) => operatorsOf(graph.nodes[0]!.attributes.body as Body);
  expect(inside(unit)).toContain('ScatterND');
  expect(inside(safe)).not.toContain('ScatterND');
  expect(inside(safe)).toContain('ScatterElements');
  const feeds = {
    table: floats(
      [2, 3, 2, 2],
      Float32Array.from({length: 24}, (_, at) => Math.sin(at)),
    ),
    rows: tensor('int32', [2, 4], Int32Array.of(2, 0, 2, 1, 1, 1, 1, 0)),
  };
  expect(evaluate(safe, feeds)).toEqual(evaluate(unit, feeds));
});

it('keeps a body whose outputs are computed rather than named', () => {
  const {inputs, attributes = {}} = scan.example;
  const graph = new Graph();
  const values = inputs.map(({type, shape}, at) => graph.input(`x${at}`, type, shape));
  graph.emitAll('Scan', values, attributes).forEach((value, at) => graph.output(`y${at}`, value));
  const feeds = Object.fromEntries(inputs.map((input, at) => [`x${at}`, input]));
  expect(evaluate(scatterByElement(graph), feeds)).toEqual(evaluate(graph, feeds));
});

it('leaves a graph without it as it is', () => {
  const graph = new Graph();
  graph.output('y', graph.emit('Exp', [graph.input('x', 'float', [2])]));
  const same = scatterByElement(graph);
  expect(operatorsOf(same)).toEqual(['Exp', 'Identity']);
  expect(same.inputs).toEqual(graph.inputs);
  expect(same.outputs).toEqual(graph.outputs);
});
