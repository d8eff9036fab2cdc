import {type ElementType, floats, int64s, type Tensor} from '../base/tensor.js';
import type {Attributes, Body, Builder, Node, Shape, Value} from './ops/op.js';
import {operator} from './ops/registry.js';

/**
 * A graph of ONNX operators, in an order in which it can run. Nodes are only ever added; shapes are checked when
 * they are. Inputs and outputs keep their names in the exported file.
 */
export class Graph implements Body, Builder {
  readonly inputs: Value[] = [];
  readonly outputs: Value[] = [];
  readonly nodes: Node[] = [];
  readonly constants = new Map<string, Tensor>();
  readonly #names = new Set<string>();

  input(name: string, type: ElementType, shape: Shape): Value {
    const value = this.#value(name, type, shape);
    this.inputs.push(value);
    return value;
  }

  /** Gives a value a name under which it leaves the graph. */
  output(name: string, value: Value): Value {
    const output = this.#value(name, value.type, value.shape);
    this.nodes.push({op: 'Identity', inputs: [value], outputs: [output], attributes: {}});
    this.outputs.push(output);
    return output;
  }

  emit(op: string, inputs: readonly Value[], attributes: Attributes = {}): Value {
    const [output, ...more] = this.emitAll(op, inputs, attributes);
    if (!output || more.length > 0)
      throw new Error(`${op} has ${more.length + 1} outputs where one was expected.`);
    return output;
  }

  emitAll(op: string, inputs: readonly Value[], attributes: Attributes = {}): Value[] {
    const constants = inputs.map(({name}) => this.constants.get(name));
    const outputs = operator(op)
      .infer({inputs, constants, attributes})
      .map(({type, shape}) => this.#value(this.#fresh('v'), type, shape));
    this.nodes.push({op, inputs, outputs, attributes});
    return outputs;
  }

  constant(tensor: Tensor): Value {
    const value = this.#value(this.#fresh('c'), tensor.type, tensor.shape);
    this.constants.set(value.name, tensor);
    return value;
  }

  scalar(value: number): Value {
    return this.constant(floats([], [value]));
  }

  integers(values: readonly number[]): Value {
    return this.constant(int64s([values.length], values));
  }

  /** A name that no column bears: inputs are declared before anything is computed from them. */
  #fresh(prefix: string): string {
    let number = this.#names.size;
    while (this.#names.has(`${prefix}${number}`)) number += 1;
    return `${prefix}${number}`;
  }

  #value(name: string, type: ElementType, shape: Shape): Value {
    if (this.#names.has(name)) throw new Error(`The graph has a value called ${name} already.`);
    this.#names.add(name);
    return {name, type, shape};
  }
}
