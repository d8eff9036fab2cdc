import {randomStream} from '../../src/base/random.js';
import {floats, size, type Tensor} from '../../src/base/tensor.js';
import type {Tensors} from '../../src/engines/engine.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import type {Graph} from '../../src/graph/graph.js';
import type {Value} from '../../src/graph/ops/op.js';

const step = 2 ** -11;

/** What a graph of the reference engine puts out under a name, before any rounding to float32. */
export function outputOf(graph: Graph, feeds: Tensors, name: string): Float64Array {
  return evaluate(graph, feeds).get(name)!.data as Float64Array;
}

/** d loss / d feed[at] by central differences in double precision; the graph has an output called `loss`. */
export function numericSlope(graph: Graph, feeds: Tensors, feed: string, at: number): number {
  const lossAt = (offset: number) => {
    const data = Float64Array.from(feeds[feed]!.data as Float32Array);
    data[at] = data[at]! + offset;
    const moved = {...feeds[feed]!, data} as unknown as Tensor;
    return outputOf(graph, {...feeds, [feed]: moved}, 'loss')[0]!;
  };
  return (lossAt(step) - lossAt(-step)) / (2 * step);
}

/** Σ weights ⊙ value, with random weights: a loss that every element of the value reaches in its own way. */
export function weightedSum(graph: Graph, value: Value): Value {
  const shape = value.shape as number[];
  const random = randomStream(4, 'weights', ...shape);
  const weights = Array.from({length: size(shape)}, () => random.normal());
  const product = graph.emit('Mul', [value, graph.constant(floats(shape, weights))]);
  const flat = graph.emit('Reshape', [product, graph.integers([-1])]);
  return graph.emit('ReduceSum', [flat, graph.integers([0])], {keepdims: 0});
}
