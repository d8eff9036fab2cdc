import type {z} from 'zod';

/** What trees are fitted to, and what they have put out so far. */
export interface ObjectiveCall {
  /** Of each output, of each row. */
  scores: readonly Float64Array[];
  /** Numbers, or the class's place among the labels. */
  target: Float64Array;
  /** What a row counts. */
  weights: Float32Array;
  options: Readonly<Record<string, number>>;
}

/** How derivatives are made: some rows at a time. */
export interface Deriving extends ObjectiveCall {
  /** Of each output, for as many rows as are done at a time. */
  room: readonly Float64Array[];
  /** Puts e to the power of each of the numbers in a part of `room` into their places. */
  exp(values: Float64Array): void;
}

/** A loss that trees can lower: its derivatives by what they put out. */
export interface Objective {
  summary: string;
  task: 'classification' | 'regression';
  /** What turns what trees put out into a prediction. */
  link: 'identity' | 'exp' | 'sigmoid' | 'softmax';
  /** Of the options, with their defaults. */
  options: z.ZodObject;
  /** What the best constant puts out, for each output. */
  start(call: Omit<ObjectiveCall, 'scores'> & {outputs: number}): number[];
  /** The first and second derivative of each row's loss by each output, times the row's weight. */
  derive(call: Deriving, gradients: readonly Float32Array[], hessians: readonly Float32Array[]): void;
  /**
   * Where the second derivative says nothing of the loss: what a leaf puts out instead, from what is left of its rows'
   * targets, and their weights.
   */
  renew?(residuals: Float64Array, weights: Float32Array, options: ObjectiveCall['options']): number;
  /** The loss of a row. */
  loss(scores: readonly number[], target: number, options: ObjectiveCall['options']): number;
}
