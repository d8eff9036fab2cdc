import {z} from 'zod';
import {growLane} from '../train/grow-lane.js';
import {evaluateUnit, trainUnit, unitInputs} from '../train/unit.js';

/** What the coordinator and its workers say to each other: both ends check it. Rows and weights never pass here. */

const parts = z.array(z.string()).min(1);

export const request = z.discriminatedUnion('type', [
  /** First of all: what the worker holds. */
  z.strictObject({
    type: z.literal('setup'),
    worker: z.int().nonnegative(),
    engine: z.string(),
    device: z.string(),
    threads: z.int().positive(),
    /** What it holds of the training rows. */
    shards: z.array(z.strictObject({shard: z.int().nonnegative(), parts})).min(1),
    /** The rows that it is going to score, each list at once. */
    validation: z.array(parts),
    /** All rows: what trees are grown on, and stop early by. They are read when there are trees to grow. */
    whole: z.strictObject({train: parts, validation: parts}),
    inputs: unitInputs,
  }),
  z.strictObject({type: z.literal('train'), id: z.int(), unit: trainUnit}),
  z.strictObject({type: z.literal('grow'), id: z.int(), seed: z.int(), lanes: z.array(growLane).min(1)}),
  z.strictObject({
    type: z.literal('evaluate'),
    id: z.int(),
    /** The rows to score. */
    parts,
    lanes: z
      .array(
        evaluateUnit.omit({parts: true}).extend({
          /** Where the predictions go: float32, little-endian, row-major. */
          to: z.string(),
        }),
      )
      .min(1),
  }),
  /** To predict rows by trees. */
  z.strictObject({
    type: z.literal('ask'),
    id: z.int(),
    parts,
    lanes: z.array(z.strictObject({from: z.string(), to: z.string()})).min(1),
  }),
]);
export type Request = z.infer<typeof request>;
export type Task = Exclude<Request, {type: 'setup'}>;

/** Said to a worker that is at work, of a unit that is not to come to its end: the worker's answer comes soon then. */
export const cut = z.strictObject({type: z.literal('cut'), id: z.int()});

const costs = z.strictObject({
  /** Milliseconds in the engine. */
  engine: z.number().nonnegative(),
  /** The most memory that the worker has held so far, in bytes. */
  memory: z.number().nonnegative(),
});
export type Costs = z.infer<typeof costs>;

export const reply = z.discriminatedUnion('type', [
  /** Rows of each shard. */
  z.strictObject({type: z.literal('ready'), rows: z.array(z.int().nonnegative())}),
  /** Now and then while it is at work. */
  z.strictObject({type: z.literal('alive')}),
  z.strictObject({
    type: z.literal('trained'),
    id: z.int(),
    costs,
    /** Of each lane, in the order of the request. */
    lanes: z.array(
      z.strictObject({
        /** Null where it is not a number or infinite, as the configuration diverges: such do not fit into JSON. */
        loss: z.number().nullable(),
        sha256: z.string(),
      }),
    ),
  }),
  /** `finite`: whether every prediction of a lane is a number. */
  z.strictObject({type: z.literal('evaluated'), id: z.int(), costs, finite: z.array(z.boolean())}),
  /** The unit did not come to its end, as it was told. */
  cut,
  z.strictObject({
    type: z.literal('failed'),
    id: z.int().nullable(),
    error: z.strictObject({
      message: z.string(),
      stack: z.string().optional(),
      /** Of an error that is no bug. */
      code: z.enum(['MEMORY_FULL', 'DISK_FULL']).optional(),
      /** The file for which there was no room. */
      need: z.strictObject({path: z.string(), bytes: z.int().nonnegative()}).optional(),
    }),
  }),
]);
export type Reply = z.infer<typeof reply>;
