import {lookup} from '../base/registry.js';
import {floats} from '../base/tensor.js';
import {gradient} from '../graph/gradient.js';
import {Graph} from '../graph/graph.js';
import type {Dimension, Value} from '../graph/ops/op.js';
import {known} from '../graph/shape.js';
import {forward, type WeightSource} from '../models/forward.js';
import {head} from '../models/head.js';
import type {ModelShape, Task} from '../models/model.js';
import {losses} from '../nn/losses/registry.js';
import {optimizers} from '../nn/optimizers/registry.js';
import {encodedView} from './inputs.js';
import {type ParameterSlice, parameterCount, parameterSlices} from './parameters.js';

const lossOf: Readonly<Record<Task['kind'], string>> = {
  classification: 'sparse-categorical-crossentropy',
  regression: 'mean-squared-error',
};

const optimizer = optimizers.adam!;

/** The names of the optimizer's memory in the graph and in checkpoints. */
export const slotNames: readonly string[] = optimizer.slots;

/**
 * One training step as one graph. Inputs: encoded rows `numeric` [B, k] and `codes` [B, m], `target` [B],
 * `row-weight` [B] (0 for the rows that only fill up the last batch), `parameters` and the optimizer's slots [P],
 * `step`, `learning-rate` and `l2`. Outputs: `loss` (of the rows, before the step, without penalty), `next-parameters` and one
 * `next-…` for each slot.
 */
export function compileStep(shape: ModelShape, batchSize: number): Graph {
  const graph = new Graph();
  const slices = parameterSlices(shape);
  const total = parameterCount(slices);
  const parameters = graph.input('parameters', 'float', [total]);
  const slots = slotNames.map((name) => graph.input(name, 'float', [total]));
  const scalar = (name: string) => graph.input(name, 'float', []);
  const loss = weightedLoss(graph, shape, logits(graph, shape, batchSize, parameters, slices), batchSize);
  const penalized = graph.emit('Add', [loss, penalty(graph, parameters, slices, scalar('l2'))]);
  const [slope] = gradient(graph, penalized, [parameters]);
  const next = optimizer.build({
    builder: graph,
    parameters,
    gradient: slope!,
    slots,
    step: scalar('step'),
    learningRate: scalar('learning-rate'),
  });
  graph.output('loss', loss);
  graph.output('next-parameters', next.parameters);
  next.slots.forEach((slot, at) => graph.output(`next-${slotNames[at]}`, slot));
  return graph;
}

/** Predictions as a graph: encoded rows `numeric` and `codes` [N, …] and `parameters` [P] → `predictions` [N, …]. */
export function compilePredictions(shape: ModelShape): Graph {
  const graph = new Graph();
  const slices = parameterSlices(shape);
  const parameters = graph.input('parameters', 'float', [parameterCount(slices)]);
  graph.output('predictions', head(graph, logits(graph, shape, 'N', parameters, slices), shape.task));
  return graph;
}

function logits(
  graph: Graph,
  shape: ModelShape,
  rows: Dimension,
  parameters: Value,
  slices: ParameterSlice[],
): Value {
  const seen = encodedView(graph, shape.columns, rows);
  return forward(graph, shape.layers, seen, sliced(graph, parameters, slices));
}

/** Takes every weight from its place in the vector of all. */
function sliced(graph: Graph, parameters: Value, slices: readonly ParameterSlice[]): WeightSource {
  const lengths = graph.integers(slices.map(({length}) => length));
  const pieces = graph.emitAll('Split', [parameters, lengths], {axis: 0});
  return (name, shape) => {
    const at = slices.findIndex((slice) => slice.name === name);
    return graph.emit('Reshape', [pieces[at]!, graph.integers(shape)]);
  };
}

/** Σ wᵢ lᵢ / Σ wᵢ */
function weightedLoss(graph: Graph, {task}: ModelShape, logits: Value, batchSize: number): Value {
  const loss = lookup(losses, 'loss', lossOf[task.kind]);
  const target = graph.input('target', loss.target, [batchSize]);
  const weight = graph.input('row-weight', 'float', [batchSize]);
  const rows = loss.build({builder: graph, logits, target});
  const sum = (value: Value) => graph.emit('ReduceSum', [value, graph.integers([0])], {keepdims: 0});
  return graph.emit('Div', [sum(graph.emit('Mul', [rows, weight])), sum(weight)]);
}

/** λ/2 Σ w², biases left out. */
function penalty(graph: Graph, parameters: Value, slices: readonly ParameterSlice[], l2: Value): Value {
  const counted = graph.constant(floats(known(parameters.shape), penaltyMask(slices)));
  const squares = graph.emit('Mul', [counted, graph.emit('Mul', [parameters, parameters])]);
  const sum = graph.emit('ReduceSum', [squares, graph.integers([0])], {keepdims: 0});
  return graph.emit('Mul', [sum, graph.emit('Mul', [l2, graph.scalar(0.5)])]);
}

function penaltyMask(slices: readonly ParameterSlice[]): Float32Array {
  const mask = new Float32Array(parameterCount(slices));
  for (const {offset, length, shape} of slices) if (shape.length > 1) mask.fill(1, offset, offset + length);
  return mask;
}
