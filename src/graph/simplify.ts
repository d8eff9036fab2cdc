import {sha256} from '../base/hash.js';
import {floats, int64s, type Tensor} from '../base/tensor.js';
import {check} from './check.js';
import {Graph} from './graph.js';
import type {Attributes, Builder, Node, Value} from './ops/op.js';
import {operator} from './ops/registry.js';

/**
 * The same graph with less to do: what folds is folded, what is computed twice from the same is computed once (common
 * subexpressions), equal constants are one, and what no output needs is left out.
 * Inputs and outputs stay, in their order.
 */
export function simplify(graph: Graph): Graph {
  const lean = new Graph();
  const values = new Map<string, Value>();
  for (const {name, type, shape} of graph.inputs) values.set(name, lean.input(name, type, shape));
  const known = new Map<string, Value[]>();
  const builder = sharing(lean, known);
  const find = (name: string): Value => {
    const value = values.get(name) ?? builder.constant(graph.constants.get(name)!);
    values.set(name, value);
    return value;
  };
  const outputs = new Set(graph.outputs.map(({name}) => name));
  for (const node of liveNodes(graph)) {
    const inputs = node.inputs.map(({name}) => find(name));
    if (outputs.has(node.outputs[0]!.name)) {
      lean.output(node.outputs[0]!.name, inputs[0]!);
      continue;
    }
    const folded = fold(lean, builder, node, inputs);
    const results = folded ? [folded] : builder.emitAll(node.op, inputs, node.attributes);
    node.outputs.forEach(({name}, at) => values.set(name, results[at]!));
  }
  prune(lean);
  return check(lean);
}

function fold(lean: Graph, builder: Builder, {op, outputs, attributes}: Node, inputs: Value[]) {
  const constants = inputs.map(({name}) => lean.constants.get(name));
  const origin = (value: Value) => lean.nodes.findLast((node) => node.outputs.includes(value));
  const {shape} = outputs[0]!;
  return operator(op).fold?.({builder, inputs, constants, attributes, shape, origin});
}

/** Adds to a graph what it does not have yet. */
function sharing(lean: Graph, known: Map<string, Value[]>): Builder {
  const builder: Builder = {
    emitAll: (op, inputs, attributes = {}) => {
      const make = () => lean.emitAll(op, inputs, attributes);
      return holdsGraph(op) ? make() : once(known, nodeKey(op, inputs, attributes), make);
    },
    emit: (op, inputs, attributes) => builder.emitAll(op, inputs, attributes)[0]!,
    constant: (tensor) => once(known, constantKey(tensor), () => [lean.constant(tensor)])[0]!,
    scalar: (value) => builder.constant(floats([], [value])),
    integers: (numbers) => builder.constant(int64s([numbers.length], numbers)),
  };
  return builder;
}

/** Takes away what no output depends on, once nothing is added any more. */
function prune(graph: Graph): void {
  const live = liveNodes(graph);
  graph.nodes.splice(0, graph.nodes.length, ...live);
  const used = new Set(live.flatMap(({inputs}) => inputs.map(({name}) => name)));
  for (const name of graph.constants.keys()) if (!used.has(name)) graph.constants.delete(name);
}

/** The nodes that an output depends on, in their order. */
function liveNodes(graph: Graph): Node[] {
  const needed = new Set(graph.outputs.map(({name}) => name));
  const live: Node[] = [];
  for (const node of graph.nodes.toReversed()) {
    if (!node.outputs.some(({name}) => needed.has(name))) continue;
    live.push(node);
    for (const {name} of node.inputs) needed.add(name);
  }
  return live.reverse();
}

function once(known: Map<string, Value[]>, key: string, make: () => Value[]): Value[] {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

function nodeKey(op: string, inputs: readonly Value[], attributes: Attributes): string {
  const sorted = Object.keys(attributes)
    .sort()
    .map((name) => [name, attributes[name]]);
  return JSON.stringify([op, inputs.map(({name}) => name), sorted]);
}

/** Graphs inside nodes are not compared. */
function holdsGraph(op: string): boolean {
  return Object.values(operator(op).attributes ?? {}).includes('graph');
}

function constantKey({type, shape, data}: Tensor): string {
  const content = type === 'string' ? JSON.stringify(data) : contentOf(data as Float32Array);
  return `constant ${type} [${shape}] ${content}`;
}

/** A constant keeps its data when it is reshaped, and from one graph to the next. */
const contents = new WeakMap<ArrayBufferView, string>();

function contentOf(data: Float32Array): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const content = contents.get(data) ?? sha256(bytes);
  contents.set(data, content);
  return content;
}
