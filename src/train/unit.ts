import {z} from 'zod';
import {digest} from '../base/hash.js';
import {randomStream} from '../base/random.js';
import {lookup} from '../base/registry.js';
import {loadParts, type Rows} from '../data/batches.js';
import type {Engine, Session} from '../engines/engine.js';
import {engines} from '../engines/registry.js';
import type {Graph} from '../graph/graph.js';
import {trainingOptions} from '../models/families/family.js';
import {type ModelShape, modelShape} from '../models/model.js';
import {readCheckpoint, writeCheckpoint} from './checkpoint.js';
import {compilePredictions, compileStep} from './compile.js';
import {fitShard, initialState, type TrainingState} from './fit.js';
import {initialParameters, parameterSlices} from './parameters.js';
import {predictRows} from './predict.js';
import {rowWidths} from './rows.js';

/** What all models of a run have in common: said once, since dictionaries of categories can be large. */
export const unitInputs = modelShape.omit({layers: true});
export type UnitInputs = z.infer<typeof unitInputs>;

export const trainUnit = z.strictObject({
  layers: modelShape.shape.layers,
  training: trainingOptions,
  /** The run's seed, and what the unit's own streams are derived from. */
  seed: z.int(),
  trial: z.int(),
  epoch: z.int().positive(),
  shard: z.int(),
  /** Steps of the whole training. */
  steps: z.int().positive(),
  /** The checkpoint to go on from; null begins anew. */
  from: z.string().nullable(),
  to: z.string(),
});
export type TrainUnit = z.infer<typeof trainUnit>;

export const evaluateUnit = z.strictObject({
  layers: modelShape.shape.layers,
  from: z.string(),
  /** The parts to score. */
  parts: z.array(z.string()).min(1),
});
export type EvaluateUnit = z.infer<typeof evaluateUnit>;

/** The rows that a worker trains on. */
export type Shard = Rows;

export interface Trained {
  /** The mean over the shard's rows. */
  loss: number;
  /** Of the weights and the optimizer's memory. */
  sha256: string;
}

/** Does units. Compiled graphs and loaded rows are kept between them. */
export class Trainer {
  readonly #engine: Engine;
  readonly #threads: number;
  readonly #inputs: UnitInputs;
  readonly #sessions = new Map<string, Promise<Session>>();
  readonly #rows = new Map<string, Promise<Rows>>();

  private constructor(engine: Engine, threads: number, inputs: UnitInputs) {
    this.#engine = engine;
    this.#threads = threads;
    this.#inputs = inputs;
  }

  /** @throws UNKNOWN_NAME for an engine that is not there */
  static async open(engine: string, threads: number, inputs: UnitInputs): Promise<Trainer> {
    return new Trainer(await lookup(engines, 'engine', engine)(), threads, inputs);
  }

  /** Reads the rows of some parts, once. */
  rows(parts: readonly string[]): Promise<Rows> {
    return remember(this.#rows, parts.join('\n'), () => loadParts(parts, rowWidths(this.#inputs.columns)));
  }

  /** Trains over a shard once. The order of its rows is a function of seed, trial, epoch and shard. */
  async train(unit: TrainUnit, shard: Shard): Promise<Trained> {
    const {layers, training, seed, trial} = unit;
    const shape = {...this.#inputs, layers};
    const session = await this.#open(['step', layers, training.batchSize], () =>
      compileStep(shape, training.batchSize),
    );
    const before = unit.from === null ? firstState(shape, seed, trial) : await readCheckpoint(unit.from);
    const {state, loss} = await fitShard(session, shard, before, {
      ...training,
      task: shape.task,
      widths: rowWidths(shape.columns),
      steps: unit.steps,
      random: randomStream(seed, 'order', trial, unit.epoch, unit.shard),
    });
    return {loss, sha256: await writeCheckpoint(unit.to, state)};
  }

  /** Probabilities or predictions of a checkpoint, in the order of the parts' rows. */
  async evaluate({layers, from, parts}: EvaluateUnit): Promise<Float32Array> {
    const shape = {...this.#inputs, layers};
    const session = await this.#open(['predictions', layers], () => compilePredictions(shape));
    const {parameters} = await readCheckpoint(from);
    return predictRows(session, await this.rows(parts), rowWidths(shape.columns), parameters);
  }

  #open(key: unknown, compile: () => Graph): Promise<Session> {
    return remember(this.#sessions, digest(key), () =>
      this.#engine.open(compile(), {threads: this.#threads}),
    );
  }
}

function firstState(shape: ModelShape, seed: number, trial: number): TrainingState {
  const start = randomStream(seed, 'trial', trial).integer(2 ** 32);
  return initialState(initialParameters(parameterSlices(shape), start));
}

function remember<Value>(
  known: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
