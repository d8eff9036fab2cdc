import {check} from './check.js';
import {Graph} from './graph.js';
import type {Attributes, Body, Builder, Node, Value} from './ops/op.js';
import {operator} from './ops/registry.js';

/** Adds what stands for a node, given its inputs in the new graph; undefined to keep the node. */
export type Rule = (node: Node, inputs: readonly Value[], builder: Builder) => Value[] | undefined;

/** Adds the inputs of the new graph; returns what stands for those of the old one, in their order. */
export type Inputs = (graph: Graph, inputs: readonly Value[]) => Value[];

const sameInputs: Inputs = (graph, inputs) =>
  inputs.map(({name, type, shape}) => graph.input(name, type, shape));

/**
 * The same graph with some nodes replaced, those of the graphs inside nodes too, or other inputs. Outputs stay, and so do
 * the inputs of graphs inside.
 */
export function rewrite(body: Body, rule: Rule, inputsOf: Inputs = sameInputs): Graph {
  const graph = new Graph();
  const values = new Map<string, Value>();
  inputsOf(graph, body.inputs).forEach((value, at) => values.set(body.inputs[at]!.name, value));
  const find = (name: string): Value => {
    const value = values.get(name) ?? graph.constant(body.constants.get(name)!);
    values.set(name, value);
    return value;
  };
  const outputs = new Set(body.outputs.map(({name}) => name));
  for (const node of body.nodes) {
    const inputs = node.inputs.map(({name}) => find(name));
    const isName = node.op === 'Identity' && outputs.has(node.outputs[0]!.name);
    const results = isName
      ? inputs
      : (rule(node, inputs, graph) ?? graph.emitAll(node.op, inputs, rewrittenInside(node, rule)));
    node.outputs.forEach(({name}, at) => {
      values.set(name, results[at]!);
      if (outputs.has(name)) graph.output(name, results[at]!);
    });
  }
  // A body's outputs may be in another order than the nodes that name them.
  const places = new Map(body.outputs.map(({name}, at) => [name, at]));
  graph.outputs.sort((a, b) => places.get(a.name)! - places.get(b.name)!);
  return check(graph);
}

function rewrittenInside({op, attributes}: Node, rule: Rule): Attributes {
  const kinds = operator(op).attributes ?? {};
  const entries = Object.entries(attributes).map(([name, value]) => [
    name,
    kinds[name] === 'graph' ? rewrite(value as Body, rule) : value,
  ]);
  return Object.fromEntries(entries);
}
