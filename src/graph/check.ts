import type {Body, Node, Value} from './ops/op.js';
import {operator} from './ops/registry.js';
import {sameShape} from './shape.js';

/**
 * Returns the graph if it holds together: every value has one name and is there before it is read, every node's outputs
 * have the types and shapes that its op's rule gives, and every output of the graph is computed. To be called after each
 * pass that makes one graph of another, so that a pass that breaks one is found at once and not by an engine.
 * @throws Error: a bug of the pass
 */
export function check<Checked extends Body>(graph: Checked): Checked {
  const known = new Map<string, Value>();
  const define = (value: Value) => {
    if (known.has(value.name)) throw new Error(`The graph has two values called ${value.name}.`);
    known.set(value.name, value);
  };
  for (const value of graph.inputs) define(value);
  for (const [name, {type, shape}] of graph.constants) define({name, type, shape});
  for (const node of graph.nodes) {
    for (const input of node.inputs) same(known.get(input.name), input, `${node.op} reads`);
    checkOutputs(graph, node);
    for (const output of node.outputs) define(output);
  }
  for (const output of graph.outputs) same(known.get(output.name), output, 'The graph puts out');
  return graph;
}

function checkOutputs({constants}: Body, {op, inputs, outputs, attributes}: Node): void {
  const inferred = operator(op).infer({
    inputs,
    constants: inputs.map(({name}) => constants.get(name)),
    attributes,
  });
  if (inferred.length !== outputs.length)
    throw new Error(`${op} has ${inferred.length} outputs, the node has ${outputs.length}.`);
  inferred.forEach(({type, shape}, at) =>
    same({name: outputs[at]!.name, type, shape}, outputs[at]!, `${op} gives`),
  );
}

function same(actual: Value | undefined, declared: Value, what: string): void {
  if (!actual) throw new Error(`${what} ${declared.name}, which is not there.`);
  if (actual.type !== declared.type || !sameShape(actual.shape, declared.shape))
    throw new Error(
      `${what} ${declared.name} as ${declared.type} [${declared.shape}], which is ${actual.type} [${actual.shape}].`,
    );
}
