import type {z} from 'zod';
import type {Builder, Value} from '../../graph/ops/op.js';

export interface OptimizerCall {
  builder: Builder;
  /** All weights of the model in one vector [P], and the gradient of the loss by it. */
  parameters: Value;
  gradient: Value;
  /** What the optimizer remembers between steps: one vector [P] for each of its slots. */
  slots: readonly Value[];
  /** One value [] for each of its scalars. */
  scalars: readonly Value[];
}

/** Where a training stands when a step is taken. */
export interface StepFacts<Options> {
  /** 1 in the first step. */
  step: number;
  learningRate: number;
  options: Options;
}

/** Turns a gradient into new parameters. Its memory is made of vectors like the parameters, which begin at zero. */
export interface Optimizer<Options = unknown> {
  summary: string;
  /** Its hyperparameters, by Keras's names. */
  options: z.ZodType<Options>;
  slots: readonly string[];
  /** The numbers that a step takes: inputs of the graph, so that a change of a hyperparameter compiles nothing. */
  scalars: readonly string[];
  /** Their values in one step, in the order of `scalars`. */
  at(facts: StepFacts<Options>): number[];
  build(call: OptimizerCall): {parameters: Value; slots: Value[]};
  /** A parameter, its gradient in every step, and its values after one and two steps (learning rate 0.1). */
  example: {options?: Partial<Options>; parameter: number; gradient: number; after: [number, number]};
}

/** Types the options inside the entry, and hides them from the registry, whose users parse them first. */
export function defineOptimizer<Options>(optimizer: Optimizer<Options>): Optimizer {
  return optimizer as unknown as Optimizer;
}
