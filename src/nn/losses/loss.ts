import type {z} from 'zod';
import type {Registry} from '../../base/registry.js';
import type {Builder, Value} from '../../graph/ops/op.js';

export interface LossCall {
  builder: Builder;
  /** What the model puts out before any activation: [B, outputs]. */
  logits: Value;
  /** Class codes int32 [B], values [B], or distributions [B, outputs], as the loss's `target` says. */
  target: Value;
  /** One value [] for each of its scalars. */
  scalars: readonly Value[];
}

export interface LossRule<Options = unknown> {
  /** The numbers that it takes: inputs of the graph, so that every lane has its own. */
  scalars: readonly string[];
  /** Their values, in the order of `scalars`. */
  at(options: Options, outputs: number): number[];
  /** The loss of each row: [B]. */
  build(call: LossCall): Value;
}

/** What training makes small: one value a row. Holds at logits of any size, unless it has to square them. */
export interface Loss<Options = unknown> extends LossRule<Options> {
  summary: string;
  target: 'codes' | 'values' | 'distributions';
  /** How many logits it takes: one, or one for each class. */
  outputs: 'one' | 'classes';
  /** Its hyperparameters, by Keras's names where it has them. */
  options: z.ZodType<Options>;
  /** Other rules that some of its options ask for: all that of its options decides the graph. */
  forms?: Registry<LossRule<Options>>;
  /** Which of `forms` these options ask for; undefined for none of them. */
  form?(options: Options): string | undefined;
  /** One at least for every form. */
  examples: readonly LossExample<Options>[];
}

/** Logits [rows, outputs] and targets, both row-major, and the loss of each row. */
export interface LossExample<Options> {
  options?: Partial<Options>;
  outputs: number;
  logits: number[];
  targets: number[];
  values: number[];
}

/** What a loss is cut off at, so that a mean of rows is finite. */
export const most = 2 ** 126;

/** Types the options inside the entry, and hides them from the registry, whose users parse them first. */
export function defineLoss<Options>(loss: Loss<Options>): Loss {
  return loss as unknown as Loss;
}

/** Outputs [B, 1] less targets [B]: [B]. */
export function difference({builder, logits, target}: LossCall): Value {
  return builder.emit('Sub', [builder.emit('Reshape', [logits, builder.integers([-1])]), target]);
}
