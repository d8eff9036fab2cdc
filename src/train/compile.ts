import {gatherInputs} from '../graph/gather-inputs.js';
import {gradient} from '../graph/gradient.js';
import {Graph} from '../graph/graph.js';
import {liftLanes} from '../graph/lanes.js';
import type {Value} from '../graph/ops/op.js';
import {scanSteps} from '../graph/scan-steps.js';
import {simplify} from '../graph/simplify.js';
import type {TrainingOptions} from '../models/families/family.js';
import {forward, type WeightSource} from '../models/forward.js';
import {head} from '../models/head.js';
import type {ModelShape, Task} from '../models/model.js';
import type {UpdateRule} from '../nn/optimizers/optimizer.js';
import {ruleName, updateRule} from '../nn/optimizers/registry.js';
import {clipByGlobalNorm} from './clip.js';
import {encodedView, viewInputs} from './inputs.js';
import {layerInputNames, layerTraining} from './layer-inputs.js';
import {type ParameterSlice, parameterCount, parameterSlices} from './parameters.js';
import {pack, type StateBlock, stateBlocks, unpack} from './state-blocks.js';
import {type LossShape, lossInputs, lossShape, trainingLoss} from './training-loss.js';

/** What of a training decides the graph. Configurations that agree in it, and in the model's shape, can be lanes. */
export interface StepShape extends LossShape {
  batchSize: number;
  /** The update rule, by `ruleName`. */
  optimizer: string;
  /** Whether there is an L2 penalty. */
  penalized: boolean;
  /** Whether the gradient's norm is limited. */
  clipped?: boolean;
}

export function stepShape({batchSize, optimizer, l2, clipNorm, loss}: TrainingOptions): StepShape {
  const step = {batchSize, optimizer: ruleName(optimizer), penalized: l2 > 0, ...lossShape({loss})};
  return clipNorm === undefined ? step : {...step, clipped: true};
}

/**
 * One training step of one configuration as a graph. Inputs: the view of some rows, `numeric` [B, k] and `categorical`
 * [B, m]; `target` [B]; `row-weight` [B] (0 for the rows that only fill up the last batch); the state of `stateNames`, which
 * for every block of weights is the weights themselves and the optimizer's slots for them; the numbers of `laneNumbers`; what the
 * layers ask for (`layerInputNames`). Outputs:
 * `loss` (of the rows, before the step, without penalty) and one `next-…` for all of the state.
 */
export function compileStep(shape: ModelShape, step: StepShape): Graph {
  const graph = new Graph();
  const optimizer = optimizerOf(step);
  const view = viewInputs(graph, shape.columns, step.batchSize);
  const state = stateBlocks(parameterSlices(shape)).map((block) => stateInputs(graph, block, step));
  const weights = new Map(state.flatMap((each) => [...each.weights]));
  const scalars = optimizer.scalars.map((name) => graph.input(name, 'float', []));
  const rowWeight = graph.input('row-weight', 'float', [step.batchSize]);
  const replaced = new Map<string, Value>();
  const training = layerTraining(graph, shape.layers, rowWeight, replaced);
  const logits = forward(graph, shape.layers, view, (name) => weights.get(name)!, training);
  const loss = trainingLoss(graph, step, shape.task, logits, rowWeight);
  const trained = [...weights.values()].filter(({name}) => !replaced.has(name));
  const slopes = slopesOf(graph, step, loss, trained);
  graph.output('loss', loss);
  for (const {block, parameters, slots, weights: own} of state) {
    const names = stateNames(block, step).map((name) => `next-${name}`);
    const kept = replaced.get(parameters.name);
    const gradient = () =>
      pack(
        graph,
        block,
        [...own.values()].map(({name}) => slopes.get(name)!),
      );
    const next = kept
      ? {parameters: kept, slots}
      : optimizer.build({builder: graph, parameters, gradient: gradient(), slots, scalars});
    [next.parameters, ...next.slots].forEach((value, at) => graph.output(names[at]!, value));
  }
  return simplify(graph);
}

/** What is carried of a block of weights, and the weights themselves by their names. */
function stateInputs(graph: Graph, block: StateBlock, step: StepShape) {
  const names = stateNames(block, step);
  const [parameters, ...slots] = names.map((name) => graph.input(name, 'float', block.shape));
  const weights = unpack(graph, block, parameters!);
  const named = new Map(block.slices.map(({name}, at) => [name, weights[at]!]));
  return {block, parameters: parameters!, slots, weights: named};
}

/** The gradient of the loss and the penalty by each weight, limited where the step says so; by the weights' names. */
function slopesOf(graph: Graph, step: StepShape, loss: Value, weights: readonly Value[]): Map<string, Value> {
  const slopes = gradient(graph, loss, weights);
  const l2 = step.penalized ? graph.input('l2', 'float', []) : undefined;
  const penalized = l2 ? slopes.map((slope, at) => penalize(graph, slope, weights[at]!, l2)) : slopes;
  const clipped = step.clipped
    ? clipByGlobalNorm(graph, penalized, graph.input('clip-norm', 'float', []))
    : penalized;
  return new Map(weights.map(({name}, at) => [name, clipped[at]!]));
}

/** The same step for many configurations at once: all but the rows differ between lanes. */
export function compileLanes(shape: ModelShape, step: StepShape, lanes: number): Graph {
  const own = [
    ...allStateNames(shape, step),
    ...laneNumbers(step, shape.task).keys(),
    ...layerInputNames(shape.layers),
  ];
  return simplify(liftLanes(compileStep(shape, step), new Set(own), lanes));
}

/**
 * A pass over any number of batches in one call: what is not carried from step to step has an axis [S, …] in front, but
 * the rows are two tables, `numeric` [R, k] and `categorical` [R, m], from which `order` [S, B] picks the batches.
 */
export function compileUnit(shape: ModelShape, step: StepShape, lanes: number): Graph {
  const carried = Object.fromEntries(allStateNames(shape, step).map((name) => [name, `next-${name}`]));
  const pass = scanSteps(compileLanes(shape, step, lanes), carried, 'S');
  return gatherInputs(pass, new Set(['numeric', 'categorical']));
}

/** What a step hands to the next of a block of weights: `parameters/…` and each of the optimizer's slots, such as `momentum/…`. */
export function stateNames({name}: StateBlock, step: Pick<StepShape, 'optimizer'>): string[] {
  return ['parameters', ...optimizerOf(step).slots].map((kind) => `${kind}/${name}`);
}

function allStateNames(shape: ModelShape, step: StepShape): string[] {
  return stateBlocks(parameterSlices(shape)).flatMap((block) => stateNames(block, step));
}

/** The numbers that a lane gives to each of its steps, and the shape of each. */
export function laneNumbers(step: StepShape, task: Task): Map<string, readonly number[]> {
  return new Map([
    ...optimizerOf(step).scalars.map((name): [string, number[]] => [name, []]),
    ...lossInputs(step, task),
    ...(step.penalized ? [['l2', []] as [string, number[]]] : []),
    ...(step.clipped ? [['clip-norm', []] as [string, number[]]] : []),
  ]);
}

export function optimizerOf({optimizer}: Pick<StepShape, 'optimizer'>): UpdateRule {
  return updateRule(optimizer);
}

/** Predictions as a graph: encoded rows `numeric` and `codes` [N, …] and `parameters` [P] → `predictions` [N, …]. */
export function compilePredictions(shape: ModelShape): Graph {
  const graph = new Graph();
  const slices = parameterSlices(shape);
  const parameters = graph.input('parameters', 'float', [parameterCount(slices)]);
  const view = encodedView(graph, shape.columns, 'N');
  const logits = forward(graph, shape.layers, view, sliced(graph, parameters, slices));
  graph.output('predictions', head(graph, logits, shape.task));
  return graph;
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

/** Adds the gradient of λ/2 Σ w²; not to a bias. */
function penalize(graph: Graph, slope: Value, weight: Value, l2: Value): Value {
  if (weight.shape.length < 2) return slope;
  return graph.emit('Add', [slope, graph.emit('Mul', [weight, l2])]);
}
