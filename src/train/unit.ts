import {z} from 'zod';
import {digest} from '../base/hash.js';
import {randomStream} from '../base/random.js';
import {lookup} from '../base/registry.js';
import {loadParts, type Rows} from '../data/batches.js';
import type {Engine, Session} from '../engines/engine.js';
import {engines} from '../engines/registry.js';
import {trainingOptions} from '../models/families/family.js';
import {type ModelShape, modelShape} from '../models/model.js';
import {readCheckpoint, writeCheckpoint} from './checkpoint.js';
import {compilePredictions, stepShape} from './compile.js';
import {cuttable} from './cut.js';
import {fitShard, initialState, type Lane, type TrainingState} from './fit.js';
import {laneKey} from './lane-key.js';
import {withoutScalars} from './layer-inputs.js';
import {initialParameters, parameterSlices} from './parameters.js';
import {predictRows} from './predict.js';
import {rowWidths} from './rows.js';
import {Scratch} from './scratch.js';
import {timedEngine} from './timed-engine.js';
import {openUnit, type UnitOptions, type UnitSession} from './unit-session.js';
import {type ViewedRows, viewRows} from './viewed-rows.js';

/** What all models of a run have in common: said once, since dictionaries of categories can be large. */
export const unitInputs = modelShape.omit({layers: true});
export type UnitInputs = z.infer<typeof unitInputs>;

export const trainUnit = z.strictObject({
  /** The run's seed, and what the unit's own streams are derived from. */
  seed: z.int(),
  group: z.int(),
  epoch: z.int().positive(),
  shard: z.int(),
  /** Configurations of one `laneKey`. */
  lanes: z
    .array(
      z.strictObject({
        trial: z.int(),
        layers: modelShape.shape.layers,
        training: trainingOptions,
        /** Steps of the whole training. */
        steps: z.int().positive(),
        /** The checkpoint to go on from; null begins anew. */
        from: z.string().nullable(),
        to: z.string(),
      }),
    )
    .min(1),
});
export type TrainUnit = z.infer<typeof trainUnit>;
export type LaneOfUnit = TrainUnit['lanes'][number];

export const evaluateUnit = z.strictObject({
  layers: modelShape.shape.layers,
  from: z.string(),
  /** The parts to score. */
  parts: z.array(z.string()).min(1),
});
export type EvaluateUnit = z.infer<typeof evaluateUnit>;

/** The rows that a worker trains on. */
export type Shard = ViewedRows;

export interface Trained {
  /** The mean over the shard's rows. */
  loss: number;
  /** Of the weights and the optimizer's memory. */
  sha256: string;
}

export interface TrainerOptions extends UnitOptions {
  /** Asked between two calls of the engine: whether the unit is not to come to its end. It takes a clock. */
  isCut?: () => boolean;
}

/** Does units. Compiled graphs and loaded rows are kept between them. */
export class Trainer {
  readonly #engine: Engine;
  readonly #options: UnitOptions;
  readonly #inputs: UnitInputs;
  readonly #units = new Map<string, Promise<UnitSession>>();
  readonly #predictors = new Map<string, Promise<Session>>();
  readonly #rows = new Map<string, Promise<Rows>>();

  #spent = 0;

  private constructor(engine: Engine, options: TrainerOptions, inputs: UnitInputs) {
    const {isCut, ...given} = options;
    const {clock} = given;
    const timed = clock
      ? timedEngine(engine, clock, (milliseconds) => (this.#spent += milliseconds))
      : engine;
    this.#engine = clock && isCut ? cuttable(timed, isCut, clock) : timed;
    this.#options = {scratch: new Scratch(), ...given};
    this.#inputs = inputs;
  }

  /** @throws UNKNOWN_NAME for an engine that is not there */
  static async open(engine: string, inputs: UnitInputs, options: TrainerOptions): Promise<Trainer> {
    return new Trainer(await lookup(engines, 'engine', engine)(), options, inputs);
  }

  /** Milliseconds in the engine since this was asked last; 0 without a clock. */
  spent(): number {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }

  /** Reads the rows of some parts, once. */
  rows(parts: readonly string[]): Promise<Rows> {
    return remember(this.#rows, parts.join('\n'), () => loadParts(parts, rowWidths(this.#inputs.columns)));
  }

  /** The rows of some parts as training takes them. */
  async shard(parts: readonly string[]): Promise<Shard> {
    const {columns} = this.#inputs;
    return viewRows(this.#engine, columns, await loadParts(parts, rowWidths(columns)));
  }

  /** Trains over a shard once. The order of its rows is a function of seed, group, epoch and shard. */
  async train({lanes, seed, group, epoch, shard: place}: TrainUnit, shard: Shard): Promise<Trained[]> {
    const [{layers, training}] = lanes as [LaneOfUnit];
    const key = `${lanes.length} ${laneKey({layers, training})}`;
    const session = await remember(this.#units, key, () =>
      openUnit(this.#engine, {...this.#inputs, layers}, stepShape(training), lanes.length, this.#options),
    );
    const begun = await Promise.all(lanes.map((lane) => this.#begin(lane, seed)));
    const random = randomStream(seed, 'order', group, epoch, place);
    const fitted = await fitShard(session, shard, this.#inputs.task, begun, random);
    const written = await Promise.allSettled(
      fitted.map(async ({loss, state}, at) => ({
        loss,
        sha256: await writeCheckpoint(lanes[at]!.to, state, this.#options.halfway),
      })),
    );
    // Nothing is still being written when a unit has ended, however it has.
    return written.map((each) => {
      if (each.status === 'rejected') throw each.reason;
      return each.value;
    });
  }

  /** A lane as its last unit left it. */
  async #begin({trial, layers, training, steps, from}: LaneOfUnit, seed: number): Promise<Lane> {
    const shape = {...this.#inputs, layers};
    const state = from === null ? firstState(shape, training, seed, trial) : await readCheckpoint(from);
    return {state, training, steps, layers, seed: laneSeed(seed, trial)};
  }

  /** Probabilities or predictions of a checkpoint, in the order of the parts' rows. */
  async evaluate({layers, from, parts}: EvaluateUnit): Promise<Float32Array> {
    const shape = {...this.#inputs, layers};
    const session = await remember(this.#predictors, digest(withoutScalars(layers)), () =>
      this.#engine.open(compilePredictions(shape), this.#options),
    );
    const {parameters} = await readCheckpoint(from);
    return predictRows(session, await this.rows(parts), rowWidths(shape.columns), parameters);
  }
}

function laneSeed(seed: number, trial: number): number {
  return randomStream(seed, 'lane', trial).integer(2 ** 32);
}

function firstState(
  shape: ModelShape,
  training: LaneOfUnit['training'],
  seed: number,
  trial: number,
): TrainingState {
  const start = randomStream(seed, 'trial', trial).integer(2 ** 32);
  return initialState(initialParameters(parameterSlices(shape), start), stepShape(training).optimizer);
}

function remember<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  // What fails once, for want of memory say, may succeed another time.
  found.catch(() => known.delete(key));
  return found;
}
