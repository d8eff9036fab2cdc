import {describe, expect, it} from 'vitest';
import type {Tensor} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {engines} from '../../src/engines/registry.js';
import {gradient} from '../../src/graph/gradient.js';
import {Graph} from '../../src/graph/graph.js';
import type {Op, Value} from '../../src/graph/ops/op.js';
import {ops} from '../../src/graph/ops/registry.js';
import {numericSlope, outputOf, weightedSum} from '../helpers/finite-differences.js';

describe.each(Object.keys(ops))('%s', (name) => {
  const op = ops[name]!;

  it('infers the shape and type that the reference gives', () => {
    const {graph, feeds} = exampleGraph(name, op);
    const outputs = evaluate(graph, feeds);
    for (const declared of graph.outputs) {
      const {shape, type} = outputs.get(declared.name)!;
      expect(type).toBe(declared.type);
      expect(
        declared.shape.map((length, axis) => (typeof length === 'string' ? shape[axis] : length)),
      ).toEqual([...shape]);
    }
  });

  it.each(Object.keys(engines))('runs its example on %s as on the reference', async (engineName) => {
    const engine = await engines[engineName]!();
    if (engine.lacks[name]) return expect(engine.lacks[name]).toMatch(/\w+ \w+/);
    const {graph, feeds} = exampleGraph(name, op);
    const session = await engine.open(graph);
    const [actual, expected] = [await session.run(feeds), evaluate(graph, feeds)];
    for (const {name: output} of graph.outputs) expectClose(actual[output]!, expected.get(output)!);
    await session.close();
  });

  it.runIf(op.gradient)('has the gradient that finite differences give', () => {
    const differentiable = op.example.inputs.flatMap((input, at) => (input.type === 'float' ? [at] : []));
    for (const at of differentiable) checkGradient(name, op, at);
  });
});

/** Every int64 input is a constant, as in the graphs that are built: axes, shapes, lengths. */
function exampleGraph(name: string, op: Op) {
  const graph = new Graph();
  const feeds: Record<string, Tensor> = {};
  const inputs = op.example.inputs.map((tensor, at): Value => {
    if (tensor.type === 'int64') return graph.constant(tensor);
    feeds[`x${at}`] = tensor;
    return graph.input(`x${at}`, tensor.type, tensor.shape);
  });
  const outputs = graph.emitAll(name, inputs, op.example.attributes);
  outputs.forEach((value, at) => graph.output(`y${at}`, value));
  return {graph, feeds, inputs, outputs};
}

/** Compares d(Σ weights ⊙ outputs)/d(input) with central differences. */
function checkGradient(name: string, op: Op, at: number): void {
  const {graph, feeds, inputs, outputs} = exampleGraph(name, op);
  const terms = outputs.filter(({type}) => type === 'float').map((value) => weightedSum(graph, value));
  const loss = terms.reduce((sum, term) => graph.emit('Add', [sum, term]));
  const [analytic] = gradient(graph, loss, [inputs[at]!]);
  graph.output('loss', loss);
  graph.output('gradient', analytic!);
  outputOf(graph, feeds, 'gradient').forEach((slope, i) => {
    expect(slope, `${name}, input ${at}, element ${i}`).toBeCloseTo(
      numericSlope(graph, feeds, `x${at}`, i),
      4,
    );
  });
}

function expectClose(
  actual: Tensor,
  expected: {shape: readonly number[]; data: Float64Array | string[]},
): void {
  expect([...actual.shape]).toEqual([...expected.shape]);
  if (actual.type === 'string') {
    expect(actual.data).toEqual(expected.data);
    return;
  }
  Array.from(actual.data as ArrayLike<number | bigint>, Number).forEach((value, i) => {
    const wanted = expected.data[i] as number;
    if (Number.isFinite(wanted))
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted)));
    else expect(value).toBe(wanted);
  });
}
