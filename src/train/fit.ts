import {permutation, type Random} from '../base/random.js';
import {size, type Tensor, tensor} from '../base/tensor.js';
import type {Tensors} from '../engines/engine.js';
import type {TrainingOptions} from '../models/families/family.js';
import type {LayerSpec, Task} from '../models/model.js';
import {optimizerOptions} from '../nn/optimizers/registry.js';
import {laneNumbers, optimizerOf, type StepShape, stateNames} from './compile.js';
import {type LayersLane, layerFeeds} from './layer-inputs.js';
import {learningRates} from './learning-rate.js';
import {miniBatches} from './mini-batches.js';
import {parameterCount} from './parameters.js';
import type {StateBlock} from './state-blocks.js';
import {lossNumbers} from './training-loss.js';
import type {Carried, UnitSession} from './unit-session.js';
import type {ViewedRows} from './viewed-rows.js';

/** A model between two units: everything that the next one needs. */
export interface TrainingState {
  /** All weights, [P]. */
  parameters: Float32Array;
  /** The optimizer's memory, [P] each, by the optimizer's names. */
  slots: Record<string, Float32Array>;
  /** Steps taken so far. */
  step: number;
}

export function initialState(parameters: Float32Array, optimizer = 'adam'): TrainingState {
  const names = optimizerOf({optimizer}).slots;
  const slots = Object.fromEntries(names.map((name) => [name, new Float32Array(parameters.length)]));
  return {parameters, slots, step: 0};
}

/** A configuration in a group: where it stands and how it goes on. */
export interface Lane {
  state: TrainingState;
  training: TrainingOptions;
  /** Steps of the whole training, over which the learning rate changes. */
  steps: number;
  /** The layers with this lane's own numbers, such as a rate of dropout; left out where they are the session's. */
  layers?: readonly LayerSpec[];
  /** What its random masks are a function of, together with the steps taken. */
  seed?: number;
}

export interface FittedLane {
  state: TrainingState;
  /** The mean over the shard's rows, each taken just before its own step. Not finite where the lane has diverged. */
  loss: number;
}

/** Bytes of rows in one call: a pass over a larger shard takes several. */
const mostBytes = 2 ** 26;

/** What one call may take, so that a worker can be heard in between: operations of the first, milliseconds of others. */
const mostAtOnce = {operations: 2e9, milliseconds: 1000};

/**
 * One pass over a shard, in mini-batches of a random order that all lanes share: one unit of work. The last batch is
 * filled up with rows of weight zero, so that it counts exactly its own rows. A lane that diverges does not touch the
 * others: no value of one lane depends on another.
 */
export async function fitShard(
  session: UnitSession,
  shard: ViewedRows,
  task: Task,
  lanes: readonly Lane[],
  random: Random,
): Promise<FittedLane[]> {
  const {batchSize} = session.step;
  const order = permutation(shard.rows, random);
  const total = Math.ceil(shard.rows / batchSize);
  const pace = paceOf(session, 4 * batchSize * (shard.widths.numeric + shard.widths.codes + 2));
  const losses = lanes.map(() => 0);
  let carried = stack(lanes, session);
  for (let first = 0, batches = 0; first < total; first += batches) {
    batches = Math.min(pace.steps(), total - first);
    const place = {order, from: first * batchSize, batches, batchSize};
    const {tables, taken} = miniBatches(shard, task, place, session.scratch);
    const own = {
      ...scalars(lanes, session.step, task, first, batches),
      ...layerFeeds(
        lanes.map((lane) => layersLane(lane, session)),
        first,
        batches,
      ),
    };
    const result = await pace.timed(batches, () => session.run({carried, tables, taken: {...taken, ...own}}));
    carried = result.carried;
    result.loss.forEach((loss, i) => {
      const batch = first + Math.floor(i / lanes.length);
      losses[i % lanes.length]! += loss * Math.min(batchSize, shard.rows - batch * batchSize);
    });
  }
  return lanes.map(({state}, lane) => ({
    state: unstack(carried, lane, session, state.step + total),
    loss: losses[lane]! / shard.rows,
  }));
}

/** How many steps go into one call: what fits into memory, and takes about a second by what the last one took. */
function paceOf({clock, work}: UnitSession, bytesOfStep: number) {
  const most = Math.max(1, Math.floor(mostBytes / bytesOfStep));
  let steps = clock ? Math.max(1, Math.floor(mostAtOnce.operations / work)) : most;
  return {
    steps: () => Math.min(most, steps),
    async timed<Result>(batches: number, call: () => Promise<Result>): Promise<Result> {
      const started = clock?.() ?? 0;
      const result = await call();
      const each = ((clock?.() ?? 0) - started) / batches;
      if (each > 0) steps = Math.max(1, Math.floor(mostAtOnce.milliseconds / each));
      return result;
    },
  };
}

function layersLane({layers, seed = 0, state}: Lane, session: UnitSession): LayersLane {
  return {layers: layers ?? session.layers, seed, step: state.step};
}

/** The numbers of each step of each lane: [S, K, …] for every name. */
function scalars(
  lanes: readonly Lane[],
  step: StepShape,
  task: Task,
  first: number,
  batches: number,
): Tensors {
  const places = batches * lanes.length;
  const named = [...laneNumbers(step, task)].map(([name, shape]) => {
    const width = size(shape);
    return {
      name,
      width,
      numbers: tensor('float', [batches, lanes.length, ...shape], new Float32Array(places * width)),
    };
  });
  const at = lanes.map((lane) => scalarsOf(lane, step, task));
  for (let place = 0; place < places; place += 1) {
    const values = at[place % lanes.length]!(first + Math.floor(place / lanes.length));
    let from = 0;
    for (const {width, numbers} of named) {
      numbers.data.set(values.slice(from, from + width), place * width);
      from += width;
    }
  }
  return Object.fromEntries(named.map(({name, numbers}) => [name, numbers]));
}

/** A lane's numbers in the batch that many steps from now, in the order of `laneNumbers`. */
function scalarsOf({state, training, steps}: Lane, step: StepShape, task: Task): (ahead: number) => number[] {
  const optimizer = optimizerOf(step);
  const options = optimizerOptions(training.optimizer);
  const rate = learningRates(training, steps);
  const fixed = [
    ...lossNumbers(step, task, training),
    ...(step.penalized ? [training.l2] : []),
    ...(step.clipped ? [training.clipNorm!] : []),
  ];
  return (ahead) => {
    const taken = state.step + ahead;
    return [...optimizer.at({step: taken + 1, learningRate: rate(taken), options}), ...fixed];
  };
}

/** The state of every block of weights with the lanes in front. */
function stack(lanes: readonly Lane[], {blocks, step, scratch}: UnitSession): Carried {
  const carried: Record<string, Tensor> = {};
  for (const block of blocks)
    stateNames(block, step).forEach((name, kind) => {
      const stacked = scratch.floats(name, lanes.length * size(block.shape));
      lanes.forEach(({state}, lane) => {
        for (const {place, offset, length} of placesOf(block, lane))
          stacked.set(vectorsOf(state, step)[kind]!.subarray(offset, offset + length), place);
      });
      carried[name] = tensor('float', [lanes.length, ...block.shape], stacked);
    });
  return carried;
}

/** One lane's part of it. */
function unstack(
  carried: Carried,
  lane: number,
  {blocks, slices, step}: UnitSession,
  steps: number,
): TrainingState {
  const state = initialState(new Float32Array(parameterCount(slices)), step.optimizer);
  for (const block of blocks)
    stateNames(block, step).forEach((name, kind) => {
      const stacked = carried[name]!.data as Float32Array;
      for (const {place, offset, length} of placesOf(block, lane))
        vectorsOf(state, step)[kind]!.set(stacked.subarray(place, place + length), offset);
    });
  return {...state, step: steps};
}

/** Where a lane's weights of a block lie in the block of all lanes, and in the vector of all its weights. */
function placesOf({shape, slices}: StateBlock, lane: number) {
  let place = lane * size(shape);
  return slices.map(({offset, length}) => {
    place += length;
    return {place: place - length, offset, length};
  });
}

/** In the order of `stateNames`. */
function vectorsOf({parameters, slots}: TrainingState, step: StepShape): Float32Array[] {
  return [parameters, ...optimizerOf(step).slots.map((name) => slots[name]!)];
}
