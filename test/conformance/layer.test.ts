import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats, size, type Tensor, tensor} from '../../src/base/tensor.js';
import {engines} from '../../src/engines/registry.js';
import {gradient} from '../../src/graph/gradient.js';
import {Graph} from '../../src/graph/graph.js';
import type {Value} from '../../src/graph/ops/op.js';
import {initialize} from '../../src/nn/initializer.js';
import type {Layer, TrainingCall} from '../../src/nn/layers/layer.js';
import {layers} from '../../src/nn/layers/registry.js';
import {numericSlope, outputOf, weightedSum} from '../helpers/finite-differences.js';

const modes = ['inference', 'training'] as const;

describe.each(Object.keys(layers))('%s', (name) => {
  const layer = layers[name]!;

  it('keeps the batch', () => {
    const {graph, output} = build(layer, 'inference');
    expect(output.shape[0]).toBe(layer.example.inputs[0]!.shape[0]);
    expect(graph.nodes.length).toBeGreaterThanOrEqual(layer.example.inputs.length > 1 ? 1 : 0);
  });

  it('refuses an option that it does not have', () => {
    expect(layer.options.safeParse({...layer.example.options, colour: 'red'}).success).toBe(false);
  });

  it.each(modes)('passes the gradient of finite differences to each weight and each input: %s', (mode) => {
    const {graph, feeds, output, differentiable} = build(layer, mode);
    const loss = weightedSum(graph, output);
    gradient(graph, loss, differentiable).forEach((value, at) => graph.output(`gradient ${at}`, value));
    graph.output('loss', loss);
    differentiable.forEach(({name: input}, at) => {
      const analytic = outputOf(graph, feeds, `gradient ${at}`);
      analytic.forEach((slope, i) => {
        const away = Math.abs(slope - numericSlope(graph, feeds, input, i));
        expect(away).toBeLessThan(5e-5 * Math.max(1, Math.abs(slope)));
      });
    });
  });

  it.each(Object.keys(engines))('gives on %s what it gives on the reference', async (engineName) => {
    const engine = await engines[engineName]!();
    for (const mode of modes) {
      const {graph, feeds, output} = build(layer, mode);
      graph.output('y', output);
      const session = await engine.open(graph);
      const {data} = (await session.run(feeds)).y!;
      await session.close();
      const expected = outputOf(graph, feeds, 'y');
      (data as Float32Array).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
    }
  });
});

function build(layer: Layer, mode: (typeof modes)[number]) {
  const random = randomStream(3, 'layer');
  const graph = new Graph();
  const feeds: Record<string, Tensor> = {};
  const differentiable: Value[] = [];
  const inputs = layer.example.inputs.map(({shape, codes}, at) => {
    const input = graph.input(`x${at}`, codes ? 'int32' : 'float', shape);
    if (codes)
      feeds[input.name] = tensor(
        'int32',
        shape,
        Int32Array.from({length: size(shape)}, () => random.integer(codes)),
      );
    else
      feeds[input.name] = floats(
        shape,
        Array.from({length: size(shape)}, () => random.normal()),
      );
    if (!codes) differentiable.push(input);
    return input;
  });
  const options = layer.options.parse(layer.example.options);
  const replaced = new Set<Value>();
  const rows = layer.example.inputs[0]!.shape[0]!;
  const training: TrainingCall = {
    rowWeight: graph.constant(
      floats(
        [rows],
        Array.from({length: rows}, (_, row) => rows - 1 - row),
      ),
    ),
    words: () => graph.constant(floats([1, 4], [11, 1207, 642, 2001])),
    scalar: (option) => graph.scalar((options as Record<string, number>)[option]!),
    replace: (weight) => replaced.add(weight),
  };
  const output = layer.build({
    builder: graph,
    inputs,
    options,
    position: 0,
    training: mode === 'training' ? training : undefined,
    weight: (weightName, shape, initializer) => {
      const weight = graph.input(`weight ${weightName}`, 'float', shape);
      const start = initialize(initializer, shape, random);
      feeds[weight.name] = floats(
        shape,
        start.map((value) => value + 0.1 * random.normal()),
      );
      differentiable.push(weight);
      return weight;
    },
  });
  return {graph, feeds, output, differentiable: differentiable.filter((value) => !replaced.has(value))};
}
