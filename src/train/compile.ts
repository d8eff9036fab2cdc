import {lookup} from '../base/registry.js';
import {floats} from '../base/tensor.js';
import type {View} from '../features/view.js';
import {gradient} from '../graph/gradient.js';
import {Graph} from '../graph/graph.js';
import {liftLanes} from '../graph/lanes.js';
import type {Value} from '../graph/ops/op.js';
import {scanSteps} from '../graph/scan-steps.js';
import type {TrainingOptions} from '../models/families/family.js';
import {forward, type WeightSource} from '../models/forward.js';
import {head} from '../models/head.js';
import type {ModelShape, Task} from '../models/model.js';
import {losses} from '../nn/losses/registry.js';
import type {Optimizer} from '../nn/optimizers/optimizer.js';
import {optimizers} from '../nn/optimizers/registry.js';
import {encodedView, viewInputs} from './inputs.js';
import {type ParameterSlice, parameterCount, parameterSlices} from './parameters.js';

const lossOf: Readonly<Record<Task['kind'], string>> = {
  classification: 'sparse-categorical-crossentropy',
  regression: 'mean-squared-error',
};

/** What of a training decides the graph. Configurations that agree in it, and in the model's shape, can be lanes. */
export interface StepShape {
  batchSize: number;
  optimizer: string;
  /** Whether there is an L2 penalty. */
  penalized: boolean;
}

export function stepShape({batchSize, optimizer, l2}: TrainingOptions): StepShape {
  return {batchSize, optimizer: optimizer.name, penalized: l2 > 0};
}

/**
 * One training step of one configuration as a graph. Inputs: the view of some rows, `numeric` [B, k] and `categorical`
 * [B, m]; `target` [B]; `row-weight` [B] (0 for the rows that only fill up the last batch); `parameters` and the
 * optimizer's slots [P]; the numbers of `scalarNames`, each []. Outputs: `loss` (of the rows, before the step, without
 * penalty), `next-parameters` and one `next-…` for each slot.
 */
export function compileStep(shape: ModelShape, step: StepShape): Graph {
  const graph = new Graph();
  const slices = parameterSlices(shape);
  const total = parameterCount(slices);
  const optimizer = optimizerOf(step);
  const view = viewInputs(graph, shape.columns, step.batchSize);
  const parameters = graph.input('parameters', 'float', [total]);
  const slots = optimizer.slots.map((name) => graph.input(name, 'float', [total]));
  const scalars = optimizer.scalars.map((name) => graph.input(name, 'float', []));
  const loss = weightedLoss(graph, shape, logits(graph, shape, view, parameters, slices), step.batchSize);
  const [slope] = gradient(graph, loss, [parameters]);
  const whole = step.penalized ? penalize(graph, slope!, parameters, slices) : slope!;
  const next = optimizer.build({builder: graph, parameters, gradient: whole, slots, scalars});
  graph.output('loss', loss);
  graph.output('next-parameters', next.parameters);
  next.slots.forEach((slot, at) => graph.output(`next-${optimizer.slots[at]}`, slot));
  return graph;
}

/** The same step for many configurations at once: all but the rows differ between lanes. */
export function compileLanes(shape: ModelShape, step: StepShape, lanes: number): Graph {
  const own = ['parameters', ...optimizerOf(step).slots, ...scalarNames(step)];
  return liftLanes(compileStep(shape, step), new Set(own), lanes);
}

/** A pass over any number of batches in one call: what is not carried from step to step has an axis [S, …] in front. */
export function compileUnit(shape: ModelShape, step: StepShape, lanes: number): Graph {
  const states = ['parameters', ...optimizerOf(step).slots];
  const carried = Object.fromEntries(states.map((name) => [name, `next-${name}`]));
  return scanSteps(compileLanes(shape, step, lanes), carried, 'S');
}

/** The numbers that a lane gives to each of its steps. */
export function scalarNames(step: StepShape): string[] {
  return [...optimizerOf(step).scalars, ...(step.penalized ? ['l2'] : [])];
}

export function optimizerOf({optimizer}: Pick<StepShape, 'optimizer'>): Optimizer {
  return lookup(optimizers, 'optimizer', optimizer);
}

/** Predictions as a graph: encoded rows `numeric` and `codes` [N, …] and `parameters` [P] → `predictions` [N, …]. */
export function compilePredictions(shape: ModelShape): Graph {
  const graph = new Graph();
  const slices = parameterSlices(shape);
  const parameters = graph.input('parameters', 'float', [parameterCount(slices)]);
  const view = encodedView(graph, shape.columns, 'N');
  graph.output('predictions', head(graph, logits(graph, shape, view, parameters, slices), shape.task));
  return graph;
}

function logits(
  graph: Graph,
  shape: ModelShape,
  view: View,
  parameters: Value,
  slices: ParameterSlice[],
): Value {
  return forward(graph, shape.layers, view, sliced(graph, parameters, slices));
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
  return sum(graph.emit('Mul', [rows, graph.emit('Div', [weight, sum(weight)])]));
}

/** Adds the gradient of λ/2 Σ w², biases left out. */
function penalize(graph: Graph, slope: Value, parameters: Value, slices: readonly ParameterSlice[]): Value {
  const counted = graph.constant(floats([parameterCount(slices)], penaltyMask(slices)));
  const strength = graph.emit('Mul', [counted, graph.input('l2', 'float', [])]);
  return graph.emit('Add', [slope, graph.emit('Mul', [strength, parameters])]);
}

function penaltyMask(slices: readonly ParameterSlice[]): Float32Array {
  const mask = new Float32Array(parameterCount(slices));
  for (const {offset, length, shape} of slices) if (shape.length > 1) mask.fill(1, offset, offset + length);
  return mask;
}
