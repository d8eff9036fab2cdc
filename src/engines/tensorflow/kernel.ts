import type {Tensor} from '@tensorflow/tfjs-core';
import type {Attributes} from '../../graph/ops/op.js';

/** TensorFlow.js, whichever of its packages brought it. */
export type Library = typeof import('@tensorflow/tfjs-core');

/** A graph whose constants are on the device. */
export interface Program {
  /**
   * Gives a tensor for each output. Asks for the inputs that it reads, by their place, and disposes of them and of every
   * other value as soon as nothing reads it any more.
   */
  run(input: (at: number) => Tensor): Tensor[];
  dispose(): void;
}

export interface Call {
  tf: Library;
  /** The inputs, but for those that are read as numbers. */
  inputs: readonly Tensor[];
  /** Shapes, axes and lengths: the inputs at the kernel's positions `numbers`, in their order. */
  numbers: readonly (readonly number[])[];
  attributes: Attributes;
  /** The graph inside the node. */
  body: Program | undefined;
}

/** Gives one tensor for each output. Whatever else it makes is disposed of by its caller. */
export type Compute = (call: Call) => Tensor[];

/** One op in terms of TensorFlow.js. Shapes come from the tensors, since the graph's may be symbols. */
export interface Kernel {
  /** Positions of inputs whose values decide a shape. */
  numbers: readonly number[];
  compute: Compute;
}

/** A function alone takes all its inputs as tensors. */
export type Kernels = Readonly<Record<string, Compute | Kernel>>;
