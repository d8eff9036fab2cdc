import {describe, expect, it} from 'vitest';
import {floats} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {Graph} from '../../src/graph/graph.js';
import type {Optimizer} from '../../src/nn/optimizers/optimizer.js';
import {optimizers} from '../../src/nn/optimizers/registry.js';

describe.each(Object.entries(optimizers))('%s', (_name, optimizer) => {
  const {parameter, gradient, after} = optimizer.example;

  it('takes the steps of its example', () => {
    const first = step(optimizer, {parameter, gradient, slots: optimizer.slots.map(() => 0), at: 1});
    expect(first.parameter).toBeCloseTo(after[0], 4);
    const second = step(optimizer, {parameter: first.parameter, gradient, slots: first.slots, at: 2});
    expect(second.parameter).toBeCloseTo(after[1], 4);
  });
});

interface Step {
  parameter: number;
  gradient: number;
  slots: number[];
  at: number;
}

function step(optimizer: Optimizer, {parameter, gradient, slots, at}: Step) {
  const graph = new Graph();
  const vector = (value: number) => graph.constant(floats([1], [value]));
  const next = optimizer.build({
    builder: graph,
    parameters: vector(parameter),
    gradient: vector(gradient),
    slots: slots.map(vector),
    scalars: optimizer
      .at({step: at, learningRate: 0.1, options: optimizer.options.parse(optimizer.example.options ?? {})})
      .map((value) => graph.scalar(value)),
  });
  graph.output('parameter', next.parameters);
  next.slots.forEach((slot, index) => graph.output(`slot ${index}`, slot));
  const found = evaluate(graph, {});
  const value = (name: string) => (found.get(name)!.data as Float64Array)[0]!;
  return {parameter: value('parameter'), slots: slots.map((_, index) => value(`slot ${index}`))};
}
