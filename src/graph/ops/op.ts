import type {ElementType, Tensor} from '../../base/tensor.js';

/** A length, or the name of one that is only known at run time, such as `N` for the rows of a request. */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

/** What an edge of the graph carries. */
export interface Signature {
  type: ElementType;
  shape: Shape;
}

/** An edge of the graph. */
export interface Value extends Signature {
  readonly name: string;
}

export interface Node {
  op: string;
  inputs: readonly Value[];
  outputs: readonly Value[];
  attributes: Attributes;
}

/** What runs: a graph, or one inside a node, which sees its own inputs and constants and nothing around it. */
export interface Body {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** In an order in which they can run. */
  readonly nodes: readonly Node[];
  readonly constants: ReadonlyMap<string, Tensor>;
}

/** How an attribute is written in ONNX. `type` is an element type, which ONNX writes as an integer. */
export type AttributeKind =
  | 'int'
  | 'ints'
  | 'float'
  | 'floats'
  | 'string'
  | 'strings'
  | 'tensor'
  | 'type'
  | 'graph';
export type Attribute = number | string | readonly number[] | readonly string[] | Tensor | Body;
export type Attributes = Readonly<Record<string, Attribute>>;

/** What rules are handed to add nodes with. They never import the graph. */
export interface Builder {
  /** Adds a node with one output. */
  emit(op: string, inputs: readonly Value[], attributes?: Attributes): Value;
  /** Adds a node with several outputs. */
  emitAll(op: string, inputs: readonly Value[], attributes?: Attributes): Value[];
  constant(tensor: Tensor): Value;
  /** A float constant of shape []. */
  scalar(value: number): Value;
  /** An int64 constant of shape [n], the form in which ONNX takes axes and shapes. */
  integers(values: readonly number[]): Value;
}

export interface Call {
  inputs: readonly Value[];
  /** The inputs that are constants, by position. */
  constants: readonly (Tensor | undefined)[];
  attributes: Attributes;
}

export interface GradientCall extends Call {
  builder: Builder;
  outputs: readonly Value[];
  /** The gradient of the loss by each output; undefined where an output does not reach the loss. */
  upstream: readonly (Value | undefined)[];
}

export interface FoldCall extends Call {
  builder: Builder;
  /** The shape of what the call gives. */
  shape: Shape;
  /** The node that a value comes from; undefined for inputs and constants. */
  origin(value: Value): Node | undefined;
}

export interface LaneCall extends Call {
  builder: Builder;
  lanes: number;
  /** Which inputs have a leading lane axis: their shapes are [lanes, …]. */
  laned: readonly boolean[];
}

/** An ONNX operator: what the compiler knows of it. Its arithmetic lives in the engines. */
export interface Op {
  /** Left out for ONNX's own domain. */
  domain?: 'ai.onnx.ml';
  attributes?: Readonly<Record<string, AttributeKind>>;
  /**
   * The type and shape of every output.
   * @throws Error when the inputs do not fit: a bug of the caller, never of a user.
   */
  infer(call: Call): Signature[];
  /** Adds the gradient by each input; undefined for inputs that have none. Left out where the op is not differentiable. */
  gradient?(call: GradientCall): (Value | undefined)[];
  /** A value that is what the call gives, bit for bit, at less cost; undefined where there is none. */
  fold?(call: FoldCall): Value | undefined;
  /**
   * Adds the same call for every lane at once, where one input or more differ between lanes: its outputs are those of
   * the single call behind a leading lane axis. Left out where no trained value passes.
   */
  lane?(call: LaneCall): Value[];
  /** One call that the conformance suite runs on every engine and, where a gradient exists, against finite differences. */
  example: {inputs: Tensor[]; attributes?: Attributes};
}
