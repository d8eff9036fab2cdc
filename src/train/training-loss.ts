import {AdlError} from '../base/errors.js';
import type {Graph} from '../graph/graph.js';
import type {Value} from '../graph/ops/op.js';
import type {TrainingOptions} from '../models/families/family.js';
import {outputs} from '../models/head.js';
import type {Task} from '../models/model.js';
import type {Loss} from '../nn/losses/loss.js';
import {lossName, lossOptions, lossRule} from '../nn/losses/registry.js';
import {oneHot} from '../nn/one-hot.js';

/** What of a training's loss decides the graph. */
export interface LossShape {
  /** By `lossName`. Left out: the task's usual one. */
  loss?: string;
  classWeighted?: boolean;
}

const usual: Readonly<Record<Task['kind'], string>> = {
  classification: 'sparse-categorical-crossentropy',
  regression: 'mean-squared-error',
};

/** @throws UNKNOWN_NAME, MODEL_INVALID */
export function lossShape({loss}: Pick<TrainingOptions, 'loss'>): LossShape {
  return {...(loss && {loss: lossName(loss)}), ...(loss?.classWeights && {classWeighted: true})};
}

/** The inputs that a lane gives to each of its steps, and the shape of each. */
export function lossInputs(step: LossShape, task: Task): [name: string, shape: number[]][] {
  const {rule} = ruleOf(step, task);
  const scalars = rule.scalars.map((name): [string, number[]] => [name, []]);
  return [...scalars, ...(step.classWeighted ? [weightsInput(task)] : [])];
}

/** What a lane gives, in the order of `lossInputs`, one after the other. */
export function lossNumbers(step: LossShape, task: Task, {loss}: Pick<TrainingOptions, 'loss'>): number[] {
  const {rule} = ruleOf(step, task);
  const options = lossOptions(loss ?? {name: usual[task.kind], options: {}});
  const weights = step.classWeighted ? (loss?.classWeights ?? []) : [];
  if (step.classWeighted && weights.length !== outputs(task))
    throw unfit(`expected a class weight for each of ${outputs(task)} classes, received ${weights.length}`);
  return [...rule.at(options, outputs(task)), ...weights];
}

/**
 * Σ rᵢ cᵢ lᵢ / Σ rᵢ over the rows of a batch, r their weights and c those of their classes: a class weight is, as in
 * Keras, no part of what is divided by, so that it means the same in every batch.
 * @throws MODEL_INVALID where loss, target and logits do not fit
 */
export function trainingLoss(
  graph: Graph,
  step: LossShape,
  task: Task,
  logits: Value,
  rowWeight: Value,
): Value {
  const {loss, rule} = ruleOf(step, task);
  expectFit(loss, step.loss ?? usual[task.kind], task, logits);
  const codes = task.kind === 'classification';
  const target = graph.input('target', codes ? 'int32' : 'float', rowWeight.shape);
  const rows = rule.build({
    builder: graph,
    logits,
    target: loss.target === 'distributions' ? oneHot(graph, target, outputs(task)) : target,
    scalars: rule.scalars.map((name) => graph.input(name, 'float', [])),
  });
  const sum = (value: Value) => graph.emit('ReduceSum', [value, graph.integers([0])], {keepdims: 0});
  const share = graph.emit('Div', [rowWeight, sum(rowWeight)]);
  return sum(graph.emit('Mul', [step.classWeighted ? weighted(graph, rows, target, task) : rows, share]));
}

function ruleOf({loss}: LossShape, task: Task) {
  return lossRule(loss ?? usual[task.kind]);
}

function weightsInput(task: Task): [name: string, shape: number[]] {
  return ['class-weights', [outputs(task)]];
}

function weighted(graph: Graph, rows: Value, codes: Value, task: Task): Value {
  const [name, shape] = weightsInput(task);
  const own = graph.emit('Gather', [graph.input(name, 'float', shape), codes], {axis: 0});
  return graph.emit('Mul', [rows, own]);
}

function expectFit({target, outputs: taken}: Loss, name: string, task: Task, logits: Value): void {
  const forValues = target === 'values';
  if (forValues !== (task.kind === 'regression'))
    throw unfit(`\`${name}\` is for ${forValues ? 'numbers' : 'classes'}, received ${task.kind}`);
  const classes = outputs(task);
  if (taken === 'one' && !forValues && classes !== 2)
    throw unfit(`\`${name}\` expected two classes, received ${classes}`);
  const expected = taken === 'one' ? 1 : classes;
  const received = logits.shape.at(-1);
  if (received !== expected)
    throw unfit(`\`${name}\` expected a model of ${expected} outputs, received ${received}`);
}

function unfit(reason: string): AdlError {
  return new AdlError('MODEL_INVALID', `The loss does not fit: ${reason}.`);
}
