import {expect, it} from 'vitest';
import {floats} from '../../src/base/tensor.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {gradient} from '../../src/graph/gradient.js';
import {Graph} from '../../src/graph/graph.js';
import {type Activation, activate, activations} from '../../src/nn/activation.js';
import {numericSlope, outputOf, weightedSum} from '../helpers/finite-differences.js';

/** At −1, 0.5 and 2, from the definitions, to eight digits. */
const values: Record<Activation, number[]> = {
  linear: [-1, 0.5, 2],
  elu: [-0.63212056, 0.5, 2],
  gelu: [-0.15865525, 0.34573123, 1.95449974],
  'leaky-relu': [-0.2, 0.5, 2],
  relu: [0, 0.5, 2],
  sigmoid: [0.26894142, 0.62245933, 0.88079708],
  silu: [-0.26894142, 0.31122967, 1.76159416],
  softplus: [0.31326169, 0.97407698, 2.12692801],
  tanh: [-0.76159416, 0.46211716, 0.96402758],
};

it.each(activations)(
  '%s has its values and slopes, and stays finite where numbers are large',
  async (name) => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [5]);
    const y = activate(graph, name, x);
    const loss = weightedSum(graph, y);
    graph.output('y', y);
    graph.output('slope', gradient(graph, loss, [x])[0]!);
    graph.output('loss', loss);
    const feeds = {x: floats([5], [-1, 0.5, 2, -3, 0.1])};
    values[name].forEach((value, at) => expect(outputOf(graph, feeds, 'y')[at]).toBeCloseTo(value, 7));
    outputOf(graph, feeds, 'slope').forEach((slope, at) =>
      expect(slope).toBeCloseTo(numericSlope(graph, feeds, 'x', at), 4),
    );
    const session = await onnxruntime.open(graph);
    const far = await session.run({x: floats([5], [-1000, 1000, -100, 100, 0])});
    await session.close();
    for (const output of [far.y!, far.slope!])
      expect((output.data as Float32Array).every(Number.isFinite)).toBe(true);
  },
);
