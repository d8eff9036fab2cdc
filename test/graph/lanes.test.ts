import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {size, type Tensor, tensor} from '../../src/base/tensor.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {Graph} from '../../src/graph/graph.js';
import {liftLanes} from '../../src/graph/lanes.js';
import type {Op, Value} from '../../src/graph/ops/op.js';
import {ops} from '../../src/graph/ops/registry.js';

const lanes = 3;
const laneOps = Object.entries(ops).filter(([, op]) => op.lane);

describe.each(laneOps)('%s in lanes', (name, op) => {
  const places = op.example.inputs.flatMap((input, at) => (input.type === 'int64' ? [] : [at]));

  it.each(subsets(places))('gives in every lane what it gives alone, inputs %j differing', (...laned) => {
    const {graph, feeds} = exampleGraph(name, op);
    const own = laneFeeds(op, laned);
    const names = laned.map((at) => `x${at}`);
    const lifted = liftLanes(graph, new Set(names), lanes);
    const stacked = Object.fromEntries(names.map((each) => [each, stack(own.map((feed) => feed[each]!))]));
    const together = evaluate(lifted, {...feeds, ...stacked});
    for (const output of graph.outputs) {
      const all = together.get(output.name)!;
      const alone = own.map((feed) => evaluate(graph, {...feeds, ...feed}).get(output.name)!);
      expect([...all.shape]).toEqual([lanes, ...alone[0]!.shape]);
      expect(lifted.outputs.find((value) => value.name === output.name)!.shape).toEqual(all.shape);
      expect([...all.data]).toEqual(alone.flatMap(({data}) => [...data]));
    }
  });
});

it('meets inputs of fewer axes behind the lane axis', () => {
  const graph = new Graph();
  const bias = graph.input('bias', 'float', [2]);
  const rate = graph.input('rate', 'float', []);
  const rows = graph.input('rows', 'float', [4, 2]);
  graph.output('y', graph.emit('Mul', [rate, graph.emit('Add', [rows, bias])]));
  const lifted = liftLanes(graph, new Set(['bias', 'rate']), 2);
  const y = evaluate(lifted, {
    bias: tensor('float', [2, 2], Float32Array.of(1, 2, 10, 20)),
    rate: tensor('float', [2], Float32Array.of(1, 100)),
    rows: tensor('float', [4, 2], new Float32Array(8)),
  }).get('y')!;
  expect(y.shape).toEqual([2, 4, 2]);
  expect([...y.data]).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1000, 2000, 1000, 2000, 1000, 2000, 1000, 2000]);
});

it('has as many nodes for two lanes as for sixteen', () => {
  for (const [name, op] of laneOps) {
    const {graph} = exampleGraph(name, op);
    const laned = new Set(graph.inputs.map((input) => input.name));
    expect(liftLanes(graph, laned, 2).nodes.length).toBe(liftLanes(graph, laned, 16).nodes.length);
  }
});

it('computes once what all lanes share', () => {
  const graph = new Graph();
  const shared = graph.emit('Exp', [graph.input('shared', 'float', [2])]);
  graph.output('y', graph.emit('Mul', [shared, graph.input('own', 'float', [2])]));
  const lifted = liftLanes(graph, new Set(['own']), 8);
  expect(lifted.nodes.find(({op}) => op === 'Exp')!.outputs[0]!.shape).toEqual([2]);
});

it('says which op has no lane rule', () => {
  const graph = new Graph();
  const text = graph.input('text', 'string', [2]);
  graph.output('y', graph.emit('RegexFullMatch', [text], {pattern: 'a'}));
  expect(() => liftLanes(graph, new Set(['text']), 2)).toThrow('RegexFullMatch has no lane rule');
});

function exampleGraph(name: string, op: Op) {
  const graph = new Graph();
  const feeds: Record<string, Tensor> = {};
  const inputs = op.example.inputs.map((input, at): Value => {
    if (input.type === 'int64') return graph.constant(input);
    feeds[`x${at}`] = input;
    return graph.input(`x${at}`, input.type, input.shape);
  });
  graph.emitAll(name, inputs, op.example.attributes).forEach((value, at) => graph.output(`y${at}`, value));
  return {graph, feeds};
}

/** Each lane's own values: the example's in another order, so that indices stay in their range. */
function laneFeeds(op: Op, laned: readonly number[]): Record<string, Tensor>[] {
  return Array.from({length: lanes}, (_, lane) => {
    const random = randomStream(4, 'lane', lane);
    return Object.fromEntries(
      laned.map((at) => [`x${at}`, shuffled(op.example.inputs[at]!, random.integer)]),
    );
  });
}

function shuffled(from: Tensor, integer: (below: number) => number): Tensor {
  const data = (from.data as Float32Array).map((_, __, all) => all[integer(size(from.shape))]!);
  return {...from, data};
}

function stack(tensors: readonly Tensor[]): Tensor {
  const values = tensors.flatMap(({data}) => [...(data as Float32Array)]);
  const Data = tensors[0]!.data.constructor as Float32ArrayConstructor;
  return {...tensors[0]!, shape: [tensors.length, ...tensors[0]!.shape], data: Data.from(values)};
}

function subsets(places: readonly number[]): number[][] {
  const all = places.reduce<number[][]>(
    (sets, place) => sets.concat(sets.map((set) => [...set, place])),
    [[]],
  );
  return all.filter((set) => set.length > 0);
}
