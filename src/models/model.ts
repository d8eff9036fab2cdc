import {z} from 'zod';
import type {Tensor} from '../base/tensor.js';
import type {TypedColumn} from '../features/encode.js';
import type {ViewedColumn} from '../features/view.js';
import type {Ensemble} from '../trees/ensemble.js';

/** One layer of a model, in Keras's words. A model is a list of these: plain data, which travels as JSON. */
const layerSpec = z.strictObject({
  layer: z.string(),
  options: z.record(z.string(), z.unknown()),
  /** The names of what it takes: of earlier layers, or `numeric` and `categorical`. Left out: the layer before. */
  inputs: z.array(z.string()).optional(),
  /** A name for others to take it by. */
  name: z.string().optional(),
});
export type LayerSpec = z.infer<typeof layerSpec>;

export const task = z.discriminatedUnion('kind', [
  z.strictObject({kind: z.literal('classification'), labels: z.array(z.string()).min(2)}),
  /** The target's mean and scale over the training rows: models are trained on (y − mean) / scale. */
  z.strictObject({kind: z.literal('regression'), mean: z.number(), scale: z.number().positive()}),
]);
export type Task = z.infer<typeof task>;

const viewedColumn = z.object({
  name: z.string(),
  encoding: z.discriminatedUnion('kind', [
    z.strictObject({kind: z.literal('numeric')}),
    z.strictObject({kind: z.literal('code'), size: z.int().positive()}),
  ]),
  statistics: z
    .strictObject({mean: z.number(), scale: z.number().positive(), median: z.number(), missing: z.number()})
    .optional(),
  representation: z
    .strictObject({
      scale: z.string(),
      fitted: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
      fill: z.number(),
      indicator: z.boolean(),
    })
    .optional(),
}) satisfies z.ZodType<ViewedColumn>;

/** A raw column that the model takes, its type, what was fitted, and what it is encoded to. */
const featureColumn = z.object({
  name: z.string(),
  raw: z.enum(['number', 'string']),
  type: z.string(),
  fitted: z.json(),
  encoder: z
    .strictObject({
      encode: z.string(),
      tables: z.array(z.strictObject({name: z.string(), numbers: z.array(z.number().nullable())})),
    })
    .optional(),
  encoded: z.array(viewedColumn),
}) satisfies z.ZodType<TypedColumn>;
export type FeatureColumn = z.infer<typeof featureColumn>;

/** All that decides the shape of a model: what is compiled. */
export const modelShape = z.strictObject({
  layers: z.array(layerSpec),
  task,
  columns: z.array(featureColumn),
});
export type ModelShape = z.infer<typeof modelShape>;

/** Everything that predictions need: from this alone the exported file is written. */
export type TrainedModel = TrainedNetwork | TrainedTrees;

export interface TrainedNetwork extends ModelShape {
  family: string;
  /** By the name that the layer gave them. */
  weights: Map<string, Tensor<'float'>>;
  trees?: never;
}

export interface TrainedTrees extends Omit<ModelShape, 'layers'> {
  family: string;
  trees: Ensemble;
}
