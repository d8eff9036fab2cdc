import {type Tensor, tensor} from '../base/tensor.js';
import type {Engine, OpenOptions, Session, Tensors} from '../engines/engine.js';
import type {LayerSpec, ModelShape} from '../models/model.js';
import {compileLanes, compileUnit, type StepShape} from './compile.js';
import {trainingCost} from './cost.js';
import {pickRows} from './mini-batches.js';
import {type ParameterSlice, parameterCount, parameterSlices} from './parameters.js';
import {Scratch} from './scratch.js';
import {type StateBlock, stateBlocks} from './state-blocks.js';

/** What a step hands to the next, by the names of `stateNames`: [K, …] each. */
export type Carried = Tensors;

export interface UnitResult {
  carried: Carried;
  /** The loss of every lane in every step: [S, K]. */
  loss: Float32Array;
}

export interface UnitFeeds {
  carried: Carried;
  /** The rows of the shard, of which `order` takes some for each step. */
  tables: Tensors;
  /** What is not carried, [S, …] each. */
  taken: Tensors;
}

/** Takes any number of steps, for all lanes of a group. */
export interface UnitSession {
  lanes: number;
  /** The weights of a lane. */
  slices: readonly ParameterSlice[];
  /** Those weights as they are carried. */
  blocks: readonly StateBlock[];
  step: StepShape;
  layers: readonly LayerSpec[];
  /** For what it is fed with. */
  scratch: Scratch;
  /** Milliseconds of some clock. */
  clock?: (() => number) | undefined;
  /** Floating-point operations of a step. */
  work: number;
  run(feeds: UnitFeeds): Promise<UnitResult>;
  close(): Promise<void>;
}

export interface UnitOptions extends OpenOptions {
  /** Milliseconds of some clock. Without one there is no pilot. */
  clock?: (() => number) | undefined;
  /** Called when half of a checkpoint is on disk. */
  halfway?: (() => void) | undefined;
  /** For the feeds of sessions of which one runs at a time. */
  scratch?: Scratch;
}

type Way = (feeds: UnitFeeds) => Promise<UnitResult>;

/** Operations of a step below which it takes one thread longer to wake others than to do their part. */
const worthThreads = 1e8;

/** Steps of a pilot, and the milliseconds of training after which one is worth the session that it opens. */
const pilot = {steps: 8, worthwhile: 250};

/**
 * All steps of a call in one run of the engine, or a run for each: whichever a pilot finds faster, once a session has
 * been at work for a while. Both give the same bits. An engine without Scan always takes a run for each.
 */
export async function openUnit(
  engine: Engine,
  shape: ModelShape,
  step: StepShape,
  lanes: number,
  {clock, scratch = new Scratch(), ...given}: UnitOptions = {},
): Promise<UnitSession> {
  const slices = parameterSlices(shape);
  const work = lanes * trainingCost(parameterCount(slices), step.batchSize, step.batchSize);
  const options = work < worthThreads ? {...given, threads: 1} : given;
  const sessions: Session[] = [];
  const opened = async (way: (session: Session) => Way, compile: typeof compileUnit) => {
    const session = await engine.open(compile(shape, step, lanes), options);
    sessions.push(session);
    return way(session);
  };
  const inSteps = (session: Session) => stepwise(session, scratch);
  let chosen = engine.lacks.Scan ? await opened(inSteps, compileLanes) : await opened(whole, compileUnit);
  let undecided = clock !== undefined && !engine.lacks.Scan;
  let spent = 0;
  return {
    lanes,
    slices,
    blocks: stateBlocks(slices),
    step,
    layers: shape.layers,
    scratch,
    clock,
    work,
    async run(feeds) {
      if (undecided && spent >= pilot.worthwhile) {
        undecided = false;
        const other = await opened(inSteps, compileLanes);
        const first = {...feeds, taken: stretch(feeds.taken, 0, Math.min(pilot.steps, stepsOf(feeds)))};
        const times = [await timed(chosen, first, clock!), await timed(other, first, clock!)];
        if (times[1]! < times[0]!) chosen = other;
      }
      if (!undecided) return chosen(feeds);
      const started = clock!();
      const result = await chosen(feeds);
      spent += clock!() - started;
      return result;
    },
    async close() {
      await Promise.all(sessions.map((session) => session.close()));
    },
  };
}

/** After a run that warms up. */
async function timed(way: Way, feeds: UnitFeeds, clock: () => number): Promise<number> {
  await way({...feeds, taken: stretch(feeds.taken, 0, 1)});
  const started = clock();
  await way(feeds);
  return clock() - started;
}

function whole(session: Session): Way {
  return async ({carried, tables, taken}) => {
    const outputs = await session.run({...carried, ...tables, ...taken});
    return {carried: carriedOn(carried, outputs), loss: outputs.loss!.data as Float32Array};
  };
}

function stepwise(session: Session, scratch: Scratch): Way {
  return async ({carried, tables, taken}) => {
    const losses: Float32Array[] = [];
    let now = carried;
    for (let at = 0; at < stepsOf({taken}); at += 1) {
      const {order, ...own} = entries(taken, at);
      const outputs = await session.run({...now, ...pickRows(tables, order!, scratch), ...own});
      losses.push(outputs.loss!.data as Float32Array);
      now = carriedOn(carried, outputs);
    }
    return {carried: now, loss: Float32Array.from(losses.flatMap((loss) => [...loss]))};
  };
}

function carriedOn(before: Carried, outputs: Tensors): Carried {
  return Object.fromEntries(Object.keys(before).map((name) => [name, outputs[`next-${name}`]!]));
}

function stepsOf({taken}: Pick<UnitFeeds, 'taken'>): number {
  return Object.values(taken)[0]!.shape[0]!;
}

/** Entry `at` of the first axis of each, without that axis. */
function entries(taken: Tensors, at: number): Tensors {
  const one = stretch(taken, at, at + 1);
  return Object.fromEntries(
    Object.entries(one).map(([name, {type, shape, data}]) => [name, tensor(type, shape.slice(1), data)]),
  );
}

/** Entries `from` to `to` of the first axis of each: views of the same memory. */
function stretch(taken: Tensors, from: number, to: number): Tensors {
  return Object.fromEntries(Object.entries(taken).map(([name, all]) => [name, slice(all, from, to)]));
}

function slice({type, shape, data}: Tensor, from: number, to: number): Tensor {
  const [, ...rest] = shape;
  const width = rest.reduce((product, length) => product * length, 1);
  return tensor(type, [to - from, ...rest], (data as Float32Array).subarray(from * width, to * width));
}
