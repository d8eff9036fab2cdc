import type {NumberFacts} from '../../data/number-facts.js';
import type {Builder, Value} from '../../graph/ops/op.js';

/** What was fitted for a column, as it stands in a snapshot. */
export type FittedScaler = Readonly<Record<string, number | readonly number[]>>;

export interface ScalerCall {
  builder: Builder;
  /** [B, k], in which no value is missing. */
  values: Value;
  /** What was fitted, for each of the k columns. */
  fitted: readonly FittedScaler[];
  /** The means of the k columns, [1, k], where the graph has them already. */
  means?: Value | undefined;
}

/**
 * What becomes of an encoded column of numbers before a model takes it (stage 2): nodes in front of the model, the same bytes
 * in training and in the exported file. All columns of a scaler share its nodes.
 */
export interface Scaler {
  summary: string;
  /** Whether it takes `bins`. */
  binned: boolean;
  /** The quantiles of the training rows that `fit` wants, as shares in 0 … 1. */
  quantiles(bins: number): readonly number[];
  /** What is learned of the training rows' values; facts are finite, of no value too. */
  fit(facts: NumberFacts, bins: number): FittedScaler;
  /** How many columns one column becomes. */
  width(fitted: FittedScaler): number;
  /** Adds nodes: values [B, k] → [B, sum of the widths], finite for all that a 32-bit float can be. */
  build(call: ScalerCall): Value;
  /** Values of training rows, and what scikit-learn gives for each, its columns side by side. */
  example: {values: number[]; bins?: number; scaled: number[][]};
}
