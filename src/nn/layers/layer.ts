import type {z} from 'zod';
import type {Builder, Value} from '../../graph/ops/op.js';
import type {Initializer} from '../initializer.js';

export interface LayerCall<Options> {
  builder: Builder;
  inputs: readonly Value[];
  options: Options;
  /** A weight that is trained. `name` is unique within the layer. */
  weight(name: string, shape: readonly number[], initializer: Initializer): Value;
}

/** A way to add nodes to a graph, under the name and with the options that Keras gives it. */
export interface Layer<Options = unknown> {
  summary: string;
  options: z.ZodType<Options>;
  build(call: LayerCall<Options>): Value;
  /** A call for the conformance suite: options and the shapes of its inputs; `codes` are integers below a bound. */
  example: {options: Record<string, unknown>; inputs: {shape: number[]; codes?: number}[]};
}

/** Types the options inside the entry, and hides them from the registry, whose users parse them first. */
export function defineLayer<Options>(layer: Layer<Options>): Layer {
  return layer as unknown as Layer;
}
