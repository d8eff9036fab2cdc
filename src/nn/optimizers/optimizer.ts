import type {z} from 'zod';
import type {Registry} from '../../base/registry.js';
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
export interface UpdateRule<Options = unknown> {
  slots: readonly string[];
  /** The numbers that a step takes: inputs of the graph, so that a change of a hyperparameter compiles nothing. */
  scalars: readonly string[];
  /** Their values in one step, in the order of `scalars`. */
  at(facts: StepFacts<Options>): number[];
  build(call: OptimizerCall): {parameters: Value; slots: Value[]};
}

/** An update rule, and others that some of its options ask for: all that of its options decides the graph. */
export interface Optimizer<Options = unknown> extends UpdateRule<Options> {
  summary: string;
  /** Its hyperparameters, by Keras's names. */
  options: z.ZodType<Options>;
  forms?: Registry<UpdateRule<Options>>;
  /** Which of `forms` these options ask for; undefined for none of them. */
  form?(options: Options): string | undefined;
  /** One at least for every form. */
  examples: readonly OptimizerExample<Options>[];
}

/** A parameter, its gradient in both steps, and its values after one and two steps (learning rate 0.1). */
export interface OptimizerExample<Options> {
  options?: Partial<Options>;
  parameter: number;
  gradients: readonly [number, number];
  after: readonly [number, number];
}

/** Types the options inside the entry, and hides them from the registry, whose users parse them first. */
export function defineOptimizer<Options>(optimizer: Optimizer<Options>): Optimizer {
  return optimizer as unknown as Optimizer;
}
