import type {z} from 'zod';
import type {Builder, Shape, Signature, Value} from '../../graph/ops/op.js';
import type {Initializer} from '../initializer.js';

/** What a layer has in a step of training and nowhere else. */
export interface TrainingCall {
  /** [B]: 0 for the rows that only fill up the last batch. */
  rowWeight: Value;
  /** For a layer that is random: words of the lane and the step, [1, 4], whole numbers in 0 … 2047. */
  words(): Value;
  /** One of the layer's `scalars`, [], as the lane has it. */
  scalar(name: string): Value;
  /** Says what a weight that is not trainable is from the next step on. */
  replace(weight: Value, next: Value): void;
}

export interface LayerCall<Options> {
  builder: Builder;
  inputs: readonly Value[];
  options: Options;
  /** The layer's place in its model, from 0. */
  position: number;
  /** Left out where the model predicts. */
  training?: TrainingCall | undefined;
  /** A weight of the model. `name` is unique within the layer; what is not `trainable` the layer replaces in training. */
  weight(name: string, shape: readonly number[], initializer: Initializer, trainable?: boolean): Value;
}

/** A way to add nodes to a graph, under the name and with the options that Keras gives it. */
export interface Layer<Options = unknown> {
  summary: string;
  options: z.ZodType<Options>;
  /** How many inputs it takes, where that is not one. */
  arity?: 'some';
  /** What it takes instead, where inputs or options do not fit: the end of a sentence that begins with "takes". */
  unfit?(inputs: readonly Signature[], options: Options): string | undefined;
  /** Options that are numbers of a lane: they do not decide the graph, so that lanes may differ in them. */
  scalars?: readonly (keyof Options & string)[];
  /** Whether it takes random words. */
  isRandom?: boolean;
  build(call: LayerCall<Options>): Value;
  /** A call for the conformance suite: options and the shapes of its inputs; `codes` are integers below a bound. */
  example: {options: Record<string, unknown>; inputs: {shape: number[]; codes?: number}[]};
}

/** Types the options inside the entry, and hides them from the registry, whose users parse them first. */
export function defineLayer<Options>(layer: Layer<Options>): Layer {
  return layer as unknown as Layer;
}

/** For layers that take numbers: [B, …] of so many axes at least. */
export function unlessNumbers([x]: readonly Signature[], axes = 2): string | undefined {
  if (x!.type === 'float' && x!.shape.length >= axes) return undefined;
  return `numbers of ${axes} axes or more`;
}

/** For layers whose inputs agree in every axis that is picked. */
export function agree(inputs: readonly Signature[], pick: (shape: Shape) => Shape): boolean {
  const [first, ...others] = inputs.map(({shape}) => pick(shape).join());
  return others.every((other) => other === first);
}
