import {describe, expect, it} from 'vitest';
import {floats} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {Graph} from '../../src/graph/graph.js';
import {optimizers, ruleName, updateRule} from '../../src/nn/optimizers/registry.js';

describe.each(Object.entries(optimizers))('%s', (name, optimizer) => {
  it.each(optimizer.examples)(
    'takes the steps of its example: %o',
    ({options, parameter, gradients, after}) => {
      const first = step(name, options, {parameter, gradient: gradients[0], slots: [], at: 1});
      expect(first.parameter).toBeCloseTo(after[0], 6);
      const next = {parameter: first.parameter, gradient: gradients[1], slots: first.slots, at: 2};
      expect(step(name, options, next).parameter).toBeCloseTo(after[1], 6);
    },
  );

  it('has an example of each of its forms', () => {
    const shown = optimizer.examples.map(({options}) => ruleName({name, options: options ?? {}}));
    const forms = Object.keys(optimizer.forms ?? {}).map((form) => `${name}/${form}`);
    expect(new Set(shown)).toEqual(new Set([name, ...forms]));
  });

  it('rests where the gradient is nothing and nothing is remembered', () => {
    const {options} = optimizer.examples[0]!;
    const still = {...options, ...('weightDecay' in {...options} && {weightDecay: 0})};
    expect(step(name, still, {parameter: 1, gradient: 0, slots: [], at: 1}).parameter).toBe(1);
  });

  it('refuses an option that it does not have', () => {
    expect(optimizer.options.safeParse({unheardOf: 1}).success).toBe(false);
  });
});

interface Step {
  parameter: number;
  gradient: number;
  /** None: at the beginning. */
  slots: readonly number[];
  at: number;
}

function step(name: string, chosen: object = {}, {parameter, gradient, slots, at}: Step) {
  const options = optimizers[name]!.options.parse(chosen);
  const rule = updateRule(ruleName({name, options: {...chosen}}));
  const graph = new Graph();
  const vector = (value: number) => graph.constant(floats([1], [value]));
  const next = rule.build({
    builder: graph,
    parameters: vector(parameter),
    gradient: vector(gradient),
    slots: rule.slots.map((_, index) => vector(slots[index] ?? 0)),
    scalars: rule.at({step: at, learningRate: 0.1, options}).map((value) => graph.scalar(value)),
  });
  graph.output('parameter', next.parameters);
  next.slots.forEach((slot, index) => graph.output(`slot ${index}`, slot));
  const found = evaluate(graph, {});
  const value = (output: string) => (found.get(output)!.data as Float64Array)[0]!;
  return {parameter: value('parameter'), slots: rule.slots.map((_, index) => value(`slot ${index}`))};
}
