import type {Builder, Value} from '../../graph/ops/op.js';

export interface OptimizerCall {
  builder: Builder;
  /** All weights of the model in one vector [P], and the gradient of the loss by it. */
  parameters: Value;
  gradient: Value;
  /** What the optimizer remembers between steps: one vector [P] for each of its slots. */
  slots: readonly Value[];
  /** 1 in the first step: []. */
  step: Value;
  /** An input of the graph, so that a change of value compiles nothing: []. */
  learningRate: Value;
}

/** Turns a gradient into new parameters. Its memory is made of vectors like the parameters, which begin at zero. */
export interface Optimizer {
  summary: string;
  slots: readonly string[];
  build(call: OptimizerCall): {parameters: Value; slots: Value[]};
  /** A parameter, its gradient in every step, and its values after one and two steps (learning rate 0.1). */
  example: {parameter: number; gradient: number; after: [number, number]};
}
