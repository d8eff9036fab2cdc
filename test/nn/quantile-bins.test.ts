import {expect, it} from 'vitest';
import {floats} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {Graph} from '../../src/graph/graph.js';
import {layers} from '../../src/nn/layers/registry.js';
import {quantileBins} from '../../src/nn/quantile-bins.js';

it('cuts values into bins of equal shares, with every end once and gaps left out', () => {
  expect(quantileBins([5, 1, 3, Number.NaN, 2, 4], 4)).toEqual([1, 2, 3, 4, 5]);
  expect(quantileBins([0, 0, 0, 0, 0, 0, 1, 2], 4)).toEqual([0, 0.25, 2]);
  expect(quantileBins([7, 7], 8)).toEqual([7, 8]);
  expect(quantileBins([Number.NaN], 8)).toEqual([0, 1]);
});

it('says how far a number reaches into each bin, and goes on beyond the outer ends', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float', [4, 1]);
  const layer = layers['piecewise-linear-embedding']!;
  const y = layer.build({
    builder: graph,
    inputs: [x],
    options: {bins: [[0, 1, 3]]},
    position: 0,
    weight: () => {
      throw new Error('It has no weight.');
    },
  });
  graph.output('y', y);
  const outputs = evaluate(graph, {x: floats([4, 1], [-1, 0.5, 2, 5])});
  expect([...outputs.get('y')!.data]).toEqual([-1, 0, 0.5, 0, 1, 0.5, 1, 2]);
  expect(layer.options.safeParse({bins: [[1, 1]]}).success).toBe(false);
});
