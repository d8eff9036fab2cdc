import {sha256} from '../base/hash.js';
import type {Tensor} from '../base/tensor.js';
import {check} from './check.js';
import {Graph} from './graph.js';
import type {Node, Value} from './ops/op.js';
import {operator} from './ops/registry.js';

/**
 * The same graph with less to do: what no output needs is left out, what is computed twice from the same is computed
 * once (common subexpressions), and equal constants are one.
 * Inputs and outputs stay, in their order.
 */
export function simplify(graph: Graph): Graph {
  const lean = new Graph();
  const values = new Map<string, Value>();
  for (const {name, type, shape} of graph.inputs) values.set(name, lean.input(name, type, shape));
  const known = new Map<string, Value[]>();
  const find = (name: string): Value => {
    const value =
      values.get(name) ??
      once(known, constantKey(graph.constants.get(name)!), () => [
        lean.constant(graph.constants.get(name)!),
      ])[0]!;
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
    const make = () => lean.emitAll(node.op, inputs, node.attributes);
    const results = holdsGraph(node) ? make() : once(known, nodeKey(node, inputs), make);
    node.outputs.forEach(({name}, at) => values.set(name, results[at]!));
  }
  return check(lean);
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

function nodeKey({op, attributes}: Node, inputs: readonly Value[]): string {
  const sorted = Object.keys(attributes)
    .sort()
    .map((name) => [name, attributes[name]]);
  return JSON.stringify([op, inputs.map(({name}) => name), sorted]);
}

/** Graphs inside nodes are not compared. */
function holdsGraph({op}: Node): boolean {
  return Object.values(operator(op).attributes ?? {}).includes('graph');
}

function constantKey({type, shape, data}: Tensor): string {
  const content =
    type === 'string'
      ? JSON.stringify(data)
      : sha256(
          new Uint8Array(
            (data as Float32Array).buffer,
            (data as Float32Array).byteOffset,
            (data as Float32Array).byteLength,
          ),
        );
  return `constant ${type} [${shape}] ${content}`;
}
