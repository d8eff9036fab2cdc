import type {Tensor} from '../base/tensor.js';
import type {FittedColumn} from '../features/types/feature-type.js';
import type {ViewedColumn} from '../features/view.js';

/** One layer of a model, in Keras's words. A model is a list of these: plain data, which travels as JSON. */
export interface LayerSpec {
  layer: string;
  options: Record<string, unknown>;
  /** The names of what it takes: of earlier layers, or `numeric` and `categorical`. Left out: the layer before. */
  inputs?: string[];
  /** A name for others to take it by. */
  name?: string;
}

export type Task =
  | {kind: 'classification'; labels: string[]}
  | {kind: 'regression'; mean: number; scale: number};

/** A raw column that the model takes, its type, what was fitted, and what it is encoded to. */
export interface FeatureColumn extends FittedColumn {
  type: string;
  encoded: ViewedColumn[];
}

/** Everything that predictions need: from this alone the exported file is written. */
export interface TrainedModel {
  family: string;
  layers: LayerSpec[];
  task: Task;
  columns: FeatureColumn[];
  /** By the name that the layer gave them. */
  weights: Map<string, Tensor<'float'>>;
}
