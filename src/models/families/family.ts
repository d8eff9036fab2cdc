import {z} from 'zod';
import type {ViewShape} from '../../features/view.js';
import type {Point, Space} from '../../search/space.js';
import type {TreesOptions} from '../../trees/options.js';
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

/** A kind of model: what can be chosen in it, and what a choice stands for. */
export type Family = NetworkFamily | TreesFamily;

interface FamilyFacts {
  summary: string;
  /** What a search tries, unless a manifest says otherwise. At most three values of what decides a graph. */
  space: Space;
  /** What each parameter can be, in any space: also of those that are only there where a manifest wants them. */
  accepts: Readonly<Record<string, z.ZodType>>;
  /** A point that does well on most tables: the first that a search tries, and what the conformance suite trains. */
  default: Point;
}

/** Layers that are trained by steps. */
export interface NetworkFamily extends FamilyFacts {
  kind: 'network';
  layers(point: Point, input: ViewShape, outputs: number): LayerSpec[];
  /** @param rows of the training split */
  training(point: Point, rows: number): TrainingOptions;
}

/** Trees that are grown over all rows at once. */
export interface TreesFamily extends FamilyFacts {
  kind: 'trees';
  /** How they are grown; without an objective it is the usual one of the task. */
  growing(point: Point): Omit<TreesOptions, 'objective'> & {objective?: string};
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
