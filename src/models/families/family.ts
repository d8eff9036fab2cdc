import {z} from 'zod';
import type {ViewShape} from '../../features/view.js';
import type {Point, Space} from '../../search/space.js';
import type {LayerSpec} from '../model.js';

/** How a model of a family is trained, once its parameters are chosen. */
export const trainingOptions = z.strictObject({
  learningRate: z.number().positive(),
  /** λ of the penalty λ/2 Σ w² that is added to the mean loss. */
  l2: z.number().nonnegative(),
  /** What the norm of the whole gradient, penalty included, is brought down to where it is above. */
  clipNorm: z.number().positive().optional(),
  /** Left out: sparse categorical cross-entropy for classes, the mean squared error for numbers. */
  loss: z
    .strictObject({
      name: z.string(),
      options: z.record(z.string(), z.number()),
      /** What the loss of a row is multiplied by, for each class in the order of the labels. */
      classWeights: z.array(z.number().nonnegative()).min(2).optional(),
    })
    .optional(),
  /** Rows a step. */
  batchSize: z.int().positive(),
  optimizer: z.strictObject({
    name: z.string(),
    options: z.record(z.string(), z.union([z.number(), z.boolean()])),
  }),
  /** How the learning rate changes from step to step. */
  schedule: z.strictObject({
    name: z.string(),
    options: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
    /** The share of the steps over which the learning rate rises to its full height first. */
    warmUp: z.number().min(0).lt(1).optional(),
  }),
});
export type TrainingOptions = z.infer<typeof trainingOptions>;

/** A kind of model: what can be chosen in it, and the layers that a choice stands for. */
export interface Family {
  summary: string;
  /** What a search tries, unless a manifest says otherwise. At most three values of what decides a graph. */
  space: Space;
  /** What each parameter can be, in any space. */
  accepts: Readonly<Record<string, z.ZodType>>;
  layers(point: Point, input: ViewShape, outputs: number): LayerSpec[];
  /** @param rows of the training split */
  training(point: Point, rows: number): TrainingOptions;
  /** A point that does well on most tables: the first that a search tries, and what the conformance suite trains. */
  default: Point;
}

/** What parameters can be that are usual in families. */
export const usualLimits = {
  learningRate: z.number().positive(),
  alpha: z.number().min(0),
  batchSize: z.int().min(1).max(1_000_000),
};

/** Adam, its rate falling along a cosine. */
export const usualTraining: Pick<TrainingOptions, 'optimizer' | 'schedule'> = {
  optimizer: {name: 'adam', options: {}},
  schedule: {name: 'cosine-decay', options: {}},
};
