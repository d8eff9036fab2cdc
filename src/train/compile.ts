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
 * for every weight is the weight itself and the optimizer's slots for it; the numbers of `laneNumbers`; what the
 * layers ask for (`layerInputNames`). Outputs:
 * `loss` (of the rows, before the step, without penalty) and one `next-…` for all of the state.
 */
export function compileStep(shape: ModelShape, step: StepShape): Graph {
  const graph = new Graph();
  const optimizer = optimizerOf(step);
  const view = viewInputs(graph, shape.columns, step.batchSize);
  const weights = parameterSlices(shape).map((slice) => {
    const [weight, ...slots] = stateNames(slice, step).map((name) => graph.input(name, 'float', slice.shape));
    return {slice, weight: weight!, slots};
  });
  const scalars = optimizer.scalars.map((name) => graph.input(name, 'float', []));
  const source: WeightSource = (name) => weights.find(({slice}) => slice.name === name)!.weight;
  const rowWeight = graph.input('row-weight', 'float', [step.batchSize]);
  const replaced = new Map<string, Value>();
  const training = layerTraining(graph, shape.layers, rowWeight, replaced);
  const logits = forward(graph, shape.layers, view, source, training);
  const loss = trainingLoss(graph, step, shape.task, logits, rowWeight);
  const trained = weights.filter(({weight}) => !replaced.has(weight.name));
  const slopes = gradient(
    graph,
    loss,
    trained.map(({weight}) => weight),
  );
  const l2 = step.penalized ? graph.input('l2', 'float', []) : undefined;
  graph.output('loss', loss);
  const penalized = trained.map(({weight}, at) =>
    l2 ? penalize(graph, slopes[at]!, weight, l2) : slopes[at]!,
  );
  const clipped = step.clipped
    ? clipByGlobalNorm(graph, penalized, graph.input('clip-norm', 'float', []))
    : penalized;
  trained.forEach(({slice, weight, slots}, at) => {
    const call = {builder: graph, parameters: weight, gradient: clipped[at]!, slots, scalars};
    const next = optimizer.build(call);
    const names = stateNames(slice, step);
    [next.parameters, ...next.slots].forEach((value, i) => graph.output(`next-${names[i]}`, value));
  });
  for (const {slice, weight, slots} of weights.filter((each) => !trained.includes(each))) {
    const names = stateNames(slice, step);
    [replaced.get(weight.name)!, ...slots].forEach((value, i) => graph.output(`next-${names[i]}`, value));
  }
  return simplify(graph);
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

/** A pass over any number of batches in one call: what is not carried from step to step has an axis [S, …] in front. */
export function compileUnit(shape: ModelShape, step: StepShape, lanes: number): Graph {
  const carried = Object.fromEntries(allStateNames(shape, step).map((name) => [name, `next-${name}`]));
  return scanSteps(compileLanes(shape, step, lanes), carried, 'S');
}

/** What a step hands to the next of one weight: `parameters/…` and each of the optimizer's slots, such as `momentum/…`. */
export function stateNames(
  {name}: Pick<ParameterSlice, 'name'>,
  step: Pick<StepShape, 'optimizer'>,
): string[] {
  return ['parameters', ...optimizerOf(step).slots].map((kind) => `${kind}/${name}`);
}

function allStateNames(shape: ModelShape, step: StepShape): string[] {
  return parameterSlices(shape).flatMap((slice) => stateNames(slice, step));
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
