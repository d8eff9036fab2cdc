import {permutation, type Random} from '../base/random.js';
import {floats, type Tensor, tensor} from '../base/tensor.js';
import type {Rows, Widths} from '../data/batches.js';
import type {Session} from '../engines/engine.js';
import type {TrainingOptions} from '../models/families/family.js';
import type {Task} from '../models/model.js';
import {slotNames} from './compile.js';
import {pickRows} from './rows.js';

/** A model between two units: everything that the next one needs. */
export interface TrainingState {
  /** All weights, [P]. */
  parameters: Float32Array;
  /** The optimizer's memory, [P] each, in the order of `slotNames`. */
  slots: Float32Array[];
  /** Steps taken so far. */
  step: number;
}

export function initialState(parameters: Float32Array): TrainingState {
  return {parameters, slots: slotNames.map(() => new Float32Array(parameters.length)), step: 0};
}

export interface UnitOptions extends TrainingOptions {
  task: Task;
  widths: Widths;
  /** Steps of the whole training, over which the learning rate falls. */
  steps: number;
  /** The order of the rows comes from here. */
  random: Random;
}

/**
 * One pass over a shard, in mini-batches of a random order: one unit of work. The last batch is filled up with rows of
 * weight zero, so that it counts exactly its own rows.
 * @returns the new state, and the mean loss over the shard's rows, each taken just before its own step.
 */
export async function fitShard(
  session: Session,
  shard: Rows,
  before: TrainingState,
  options: UnitOptions,
): Promise<{state: TrainingState; loss: number}> {
  const order = permutation(shard.rows, options.random);
  let state = before;
  let total = 0;
  for (let from = 0; from < shard.rows; from += options.batchSize) {
    const count = Math.min(options.batchSize, shard.rows - from);
    const outputs = await session.run({
      ...pickRows(shard, options.widths, {order, from, count, length: options.batchSize}),
      ...targets(shard, order, from, count, options),
      ...stateFeeds(state, options),
    });
    total += (outputs.loss!.data as Float32Array)[0]! * count;
    state = nextState(outputs, state.step + 1);
  }
  return {state, loss: total / shard.rows};
}

function targets(shard: Rows, order: Uint32Array, from: number, count: number, options: UnitOptions) {
  const {batchSize: length, task} = options;
  const picked = Float64Array.from({length}, (_, i) => (i < count ? shard.target[order[from + i]!]! : 0));
  const weights = Float32Array.from({length}, (_, i) => Number(i < count));
  return {target: targetTensor(picked, count, task), 'row-weight': tensor('float', [length], weights)};
}

/** Class codes as they are; numbers standardized, since the model is trained in that unit. */
function targetTensor(values: Float64Array, count: number, task: Task): Tensor {
  if (task.kind === 'classification') return tensor('int32', [values.length], Int32Array.from(values));
  const scaled = values.map((value, i) => (i < count ? (value - task.mean) / task.scale : 0));
  return floats([values.length], scaled);
}

function stateFeeds({parameters, slots, step}: TrainingState, options: UnitOptions) {
  const vector = (data: Float32Array) => tensor('float', [data.length], data);
  return {
    parameters: vector(parameters),
    ...Object.fromEntries(slotNames.map((name, at) => [name, vector(slots[at]!)])),
    step: floats([], [step + 1]),
    'learning-rate': floats([], [options.learningRate * cosineDecay(step, options.steps)]),
    l2: floats([], [options.l2]),
  };
}

/** (1 + cos(π t/T)) / 2: Loshchilov and Hutter 2017, eq. 5, without restarts. */
function cosineDecay(step: number, steps: number): number {
  return (1 + Math.cos(Math.PI * Math.min(step / steps, 1))) / 2;
}

function nextState(outputs: Record<string, Tensor>, step: number): TrainingState {
  const vector = (name: string) => outputs[name]!.data as Float32Array;
  return {
    parameters: vector('next-parameters'),
    slots: slotNames.map((name) => vector(`next-${name}`)),
    step,
  };
}
