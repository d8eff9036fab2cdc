import {permutation, type Random} from '../base/random.js';
import {lookup} from '../base/registry.js';
import {tensor} from '../base/tensor.js';
import type {Tensors} from '../engines/engine.js';
import type {TrainingOptions} from '../models/families/family.js';
import type {Task} from '../models/model.js';
import {schedules} from '../nn/schedules/registry.js';
import {optimizerOf, type StepShape, scalarNames} from './compile.js';
import {miniBatches} from './mini-batches.js';
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
}

export interface FittedLane {
  state: TrainingState;
  /** The mean over the shard's rows, each taken just before its own step. Not finite where the lane has diverged. */
  loss: number;
}

/** Bytes of rows in one call: a pass over a larger shard takes several. */
const mostBytes = 2 ** 26;

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
  const atOnce = Math.max(
    1,
    Math.floor(mostBytes / (4 * batchSize * (shard.widths.numeric + shard.widths.codes + 2))),
  );
  const losses = lanes.map(() => 0);
  let carried = stack(lanes.map(({state}) => state));
  for (let first = 0; first < total; first += atOnce) {
    const batches = Math.min(atOnce, total - first);
    const rows = miniBatches(shard, task, {order, from: first * batchSize, batches, batchSize});
    const result = await session.run(carried, {...rows, ...scalars(lanes, session.step, first, batches)});
    carried = result.carried;
    result.loss.forEach((loss, i) => {
      const batch = first + Math.floor(i / lanes.length);
      losses[i % lanes.length]! += loss * Math.min(batchSize, shard.rows - batch * batchSize);
    });
  }
  return lanes.map(({state}, lane) => ({
    state: unstack(carried, lane, lanes.length, state.step + total),
    loss: losses[lane]! / shard.rows,
  }));
}

/** The numbers of each step of each lane: [S, K] for every name. */
function scalars(lanes: readonly Lane[], step: StepShape, first: number, batches: number): Tensors {
  const names = scalarNames(step);
  const vectors = names.map(() => new Float32Array(batches * lanes.length));
  const at = lanes.map((lane) => scalarsOf(lane, step));
  for (let batch = 0; batch < batches; batch += 1)
    at.forEach((values, lane) => {
      values(first + batch).forEach((value, name) => {
        vectors[name]![batch * lanes.length + lane] = value;
      });
    });
  return Object.fromEntries(
    names.map((name, i) => [name, tensor('float', [batches, lanes.length], vectors[i]!)]),
  );
}

/** A lane's numbers in the batch that many steps from now, in the order of `scalarNames`. */
function scalarsOf({state, training, steps}: Lane, step: StepShape): (ahead: number) => number[] {
  const optimizer = optimizerOf(step);
  const options = optimizer.options.parse(training.optimizer.options);
  const schedule = lookup(schedules, 'schedule', training.schedule.name);
  const scheduleOptions = schedule.options.parse(training.schedule.options);
  const fixed = step.penalized ? [training.l2] : [];
  return (ahead) => {
    const taken = state.step + ahead;
    const learningRate = training.learningRate * schedule.factor(taken, steps, scheduleOptions);
    return [...optimizer.at({step: taken + 1, learningRate, options}), ...fixed];
  };
}

function stack(states: readonly TrainingState[]): Carried {
  const [{parameters, slots}] = states as [TrainingState];
  const all = (pick: (state: TrainingState) => Float32Array) => {
    const vector = new Float32Array(states.length * parameters.length);
    states.forEach((state, lane) => {
      vector.set(pick(state), lane * parameters.length);
    });
    return tensor('float', [states.length, parameters.length], vector);
  };
  const names = Object.keys(slots);
  return {
    parameters: all((state) => state.parameters),
    ...Object.fromEntries(names.map((name) => [name, all((state) => state.slots[name]!)])),
  };
}

function unstack(carried: Carried, lane: number, lanes: number, step: number): TrainingState {
  const {parameters, ...slots} = Object.fromEntries(
    Object.entries(carried).map(([name, {data}]) => {
      const length = data.length / lanes;
      return [name, (data as Float32Array).slice(lane * length, (lane + 1) * length)];
    }),
  );
  return {parameters: parameters!, slots, step};
}
