import {describe, expect, it} from 'vitest';
import {floats, tensor} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {Graph} from '../../src/graph/graph.js';
import {simplify} from '../../src/graph/simplify.js';

const feeds = {x: floats([2], [3, -1])};

describe('simplify', () => {
  it('leaves out what no output needs', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [2]);
    graph.emit('Exp', [graph.emit('Neg', [x])]);
    graph.output('y', graph.emit('Relu', [x]));
    expect(operators(simplify(graph))).toEqual(['Relu', 'Identity']);
  });

  it('computes once what is computed twice, from equal constants too', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [2]);
    const [a, b] = [graph.emit('Mul', [x, graph.scalar(2)]), graph.emit('Mul', [x, graph.scalar(2)])];
    graph.output('y', graph.emit('Add', [graph.emit('Exp', [a]), graph.emit('Exp', [b])]));
    const lean = simplify(graph);
    expect(operators(lean)).toEqual(['Mul', 'Exp', 'Add', 'Identity']);
    expect(lean.constants.size).toBe(1);
    expect(evaluate(lean, feeds)).toEqual(evaluate(graph, feeds));
  });

  it('keeps apart what differs in an attribute, in the type or the shape of a constant, or in its bits', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [2]);
    const table = graph.emit('Reshape', [x, graph.integers([1, 2])]);
    const sums = [0, 1].map((axis) =>
      graph.emit('ReduceSum', [table, graph.integers([axis])], {keepdims: 1}),
    );
    const casts = ['double', 'int32'].map((to) => graph.emit('Cast', [x], {to}));
    const zeros = [
      floats([], [0]),
      floats([1], [0]),
      floats([], [-0]),
      tensor('int32', [], Int32Array.of(0)),
    ];
    const kept = [...sums, ...casts, ...zeros.map((zero) => graph.constant(zero))];
    kept.forEach((value, at) => graph.output(`y${at}`, graph.emit('Identity', [value])));
    const lean = simplify(graph);
    expect(lean.constants.size).toBe(zeros.length + 3);
    expect(evaluate(lean, feeds)).toEqual(evaluate(graph, feeds));
  });

  it('drops a reshape that changes nothing, and takes two for one', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [2]);
    const same = graph.emit('Reshape', [x, graph.integers([2])]);
    const tall = graph.emit('Reshape', [same, graph.integers([2, 1])]);
    const wide = graph.emit('Reshape', [tall, graph.integers([1, 2])]);
    graph.output('y', graph.emit('Exp', [wide]));
    graph.output('z', graph.emit('Neg', [graph.emit('Reshape', [wide, graph.integers([2])])]));
    const lean = simplify(graph);
    expect(operators(lean)).toEqual(['Reshape', 'Exp', 'Identity', 'Neg', 'Identity']);
    expect(evaluate(lean, feeds)).toEqual(evaluate(graph, feeds));
  });

  it('keeps what a 0 in a shape stands for', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [4, 6]);
    const turned = graph.emit('Reshape', [x, graph.integers([6, 4])]);
    graph.output('y', graph.emit('Exp', [graph.emit('Reshape', [turned, graph.integers([0, 2, 2])])]));
    const lean = simplify(graph);
    expect(lean.outputs[0]!.shape).toEqual([6, 2, 2]);
    const wide = {x: floats([4, 6], new Float32Array(24).fill(1))};
    expect(evaluate(lean, wide)).toEqual(evaluate(graph, wide));
  });

  it('works out what is constant, where that is small', () => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [2]);
    const spread = (value: number, shape: number[]) => {
      const one = graph.emit('Reshape', [graph.scalar(value), graph.integers([1])]);
      return graph.emit('Expand', [one, graph.integers(shape)]);
    };
    graph.output('y', graph.emit('Add', [graph.emit('Mul', [spread(1, [2]), x]), spread(3, [2])]));
    graph.output('many', spread(0, [80, 80]));
    const lean = simplify(graph);
    expect(operators(lean)).toEqual(['Add', 'Identity', 'Expand', 'Identity']);
    expect(evaluate(lean, feeds)).toEqual(evaluate(graph, feeds));
  });

  it('keeps a product with ones that makes its other side wider', () => {
    const graph = new Graph();
    const ones = graph.constant(floats([3, 2], [1, 1, 1, 1, 1, 1]));
    graph.output('y', graph.emit('Mul', [ones, graph.input('x', 'float', [2])]));
    expect(operators(simplify(graph))).toEqual(['Mul', 'Identity']);
  });

  it('keeps the order of inputs and outputs, and an input that nothing reads', () => {
    const graph = new Graph();
    graph.input('unread', 'float', [1]);
    const x = graph.input('x', 'float', [2]);
    for (const name of ['b', 'a']) graph.output(name, x);
    const lean = simplify(graph);
    expect(lean.inputs).toEqual(graph.inputs);
    expect(lean.outputs).toEqual(graph.outputs);
  });
});

function operators(graph: Graph): string[] {
  return graph.nodes.map(({op}) => op);
}
