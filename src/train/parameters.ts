import {randomStream} from '../base/random.js';
import {size, type Tensor, tensor} from '../base/tensor.js';
import {Graph} from '../graph/graph.js';
import {forward} from '../models/forward.js';
import type {FeatureColumn, LayerSpec} from '../models/model.js';
import {type Initializer, initialize} from '../nn/initializer.js';
import {encodedView} from './inputs.js';

/** Where one weight lies in the vector of all weights of a model. */
export interface ParameterSlice {
  name: string;
  shape: readonly number[];
  initializer: Initializer;
  trainable: boolean;
  offset: number;
  length: number;
}

/** The weights of a model in the order in which its layers ask for them. */
export function parameterSlices({
  layers,
  columns,
}: {
  layers: LayerSpec[];
  columns: FeatureColumn[];
}): ParameterSlice[] {
  const graph = new Graph();
  const slices: ParameterSlice[] = [];
  forward(graph, layers, encodedView(graph, columns, 'N'), (name, shape, initializer, trainable) => {
    const offset = parameterCount(slices);
    slices.push({name, shape, initializer, trainable, offset, length: size(shape)});
    return graph.input(name, 'float', shape);
  });
  return slices;
}

export function parameterCount(slices: readonly ParameterSlice[]): number {
  const last = slices.at(-1);
  return last ? last.offset + last.length : 0;
}

/** First weights, a function of the seed and of each weight's name. */
export function initialParameters(slices: readonly ParameterSlice[], seed: number): Float32Array {
  const parameters = new Float32Array(parameterCount(slices));
  for (const {name, shape, initializer, offset} of slices)
    parameters.set(initialize(initializer, shape, randomStream(seed, 'weight', name)), offset);
  return parameters;
}

/** The weights by name, as the exported file holds them. */
export function namedWeights(
  slices: readonly ParameterSlice[],
  parameters: Float32Array,
): Map<string, Tensor<'float'>> {
  return new Map(
    slices.map(({name, shape, offset, length}) => [
      name,
      tensor('float', shape, parameters.slice(offset, offset + length)),
    ]),
  );
}
