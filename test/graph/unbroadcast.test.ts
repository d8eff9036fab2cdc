import {expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {gradient} from '../../src/graph/gradient.js';
import {Graph} from '../../src/graph/graph.js';
import {liftLanes} from '../../src/graph/lanes.js';

const random = randomStream(3, 'unbroadcast');

function numbers(shape: number[]) {
  const length = shape.reduce((product, width) => product * width, 1);
  return floats(
    shape,
    Float32Array.from({length}, () => random.uniform() - 0.5),
  );
}

/** y = Σ (rows + bias) · factor, and its gradient by the bias: the sums of the factor's columns. */
function biasGradient(rows: number, width: number): Graph {
  const graph = new Graph();
  const bias = graph.input('bias', 'float', [width]);
  const factor = graph.input('factor', 'float', [rows, width]);
  const moved = graph.emit('Add', [graph.input('rows', 'float', [rows, width]), bias]);
  const product = graph.emit('Mul', [moved, factor]);
  const loss = graph.emit('ReduceSum', [product, graph.integers([0, 1])], {keepdims: 0});
  graph.output('gradient', gradient(graph, loss, [bias])[0]!);
  return graph;
}

it.each([
  [4, 3],
  [300, 40],
])('sums over %i rows of %i, whichever way is faster', (rows, width) => {
  const factor = numbers([rows, width]);
  const feeds = {bias: numbers([width]), rows: numbers([rows, width]), factor};
  const slope = evaluate(biasGradient(rows, width), feeds).get('gradient')!;
  const sums = Array.from({length: width}, (_, column) =>
    Array.from({length: rows}, (_, row) => Number(factor.data[row * width + column])).reduce((a, b) => a + b),
  );
  expect(slope.shape).toEqual([width]);
  sums.forEach((sum, column) => expect(slope.data[column]).toBeCloseTo(sum, 4));
});

it('gives every lane its own sums over many rows', () => {
  const [rows, width, lanes] = [300, 40, 2];
  const graph = biasGradient(rows, width);
  const factor = numbers([lanes, rows, width]);
  const feeds = {bias: numbers([lanes, width]), rows: numbers([rows, width]), factor};
  const together = evaluate(liftLanes(graph, new Set(['bias', 'factor']), lanes), feeds).get('gradient')!;
  const own = [0, 1].map((lane) => ({
    ...feeds,
    bias: floats([width], (feeds.bias.data as Float32Array).subarray(lane * width, (lane + 1) * width)),
    factor: floats(
      [rows, width],
      (factor.data as Float32Array).subarray(lane * rows * width, (lane + 1) * rows * width),
    ),
  }));
  const alone = own.flatMap((feed) => [...evaluate(graph, feed).get('gradient')!.data]);
  expect([...together.data]).toEqual(alone);
});
