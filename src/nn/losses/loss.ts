import type {Builder, Value} from '../../graph/ops/op.js';

export interface LossCall {
  builder: Builder;
  /** What the model puts out before any activation: [B, outputs]. */
  logits: Value;
  /** [B]: int32 class codes, or float values. */
  target: Value;
}

/** What training makes small: one value a row. */
export interface Loss {
  summary: string;
  target: 'int32' | 'float';
  /** The loss of each row: [B]. */
  build(call: LossCall): Value;
  /** Logits [rows, outputs] row-major, targets [rows], and the loss of each row. */
  example: {outputs: number; logits: number[]; targets: number[]; values: number[]};
}
