import {floats} from '../base/tensor.js';
import type {Graph} from './graph.js';
import type {Node, Value} from './ops/op.js';
import {operator} from './ops/registry.js';
import {known} from './shape.js';

/**
 * Adds to the graph the gradient of a scalar loss by each of the given values: reverse-mode differentiation, in which
 * every node, last first, turns the gradient by its outputs into that by its inputs (Griewank and Walther,
 * "Evaluating Derivatives", 2008, ch. 3).
 * @throws Error if a value does not reach the loss, or passes an op that is not differentiable.
 */
export function gradient(graph: Graph, loss: Value, values: readonly Value[]): Value[] {
  const nodes = [...graph.nodes];
  const needed = reachableFrom(nodes, values);
  const adjoints = new Map<string, Value>([[loss.name, graph.constant(floats(known(loss.shape), [1]))]]);
  for (const node of nodes.reverse()) {
    if (!node.outputs.some(({name}) => adjoints.has(name) && needed.has(name))) continue;
    const contributions = differentiate(graph, node, adjoints);
    node.inputs.forEach((input, position) => {
      const contribution = contributions[position];
      if (contribution && needed.has(input.name)) accumulate(graph, adjoints, input, contribution);
    });
  }
  return values.map(({name}) => {
    const adjoint = adjoints.get(name);
    if (!adjoint) throw new Error(`${name} does not reach the loss.`);
    return adjoint;
  });
}

/** The names of the values that depend on one of `sources`. */
function reachableFrom(nodes: readonly Node[], sources: readonly Value[]): Set<string> {
  const reached = new Set(sources.map(({name}) => name));
  for (const {inputs, outputs} of nodes)
    if (inputs.some(({name}) => reached.has(name))) for (const {name} of outputs) reached.add(name);
  return reached;
}

function differentiate(graph: Graph, node: Node, adjoints: Map<string, Value>): (Value | undefined)[] {
  const rule = operator(node.op).gradient;
  if (!rule) throw new Error(`${node.op} is not differentiable.`);
  return rule({
    ...node,
    builder: graph,
    constants: node.inputs.map(({name}) => graph.constants.get(name)),
    upstream: node.outputs.map(({name}) => adjoints.get(name)),
  });
}

function accumulate(graph: Graph, adjoints: Map<string, Value>, input: Value, contribution: Value): void {
  const earlier = adjoints.get(input.name);
  adjoints.set(input.name, earlier ? graph.emit('Add', [earlier, contribution]) : contribution);
}
