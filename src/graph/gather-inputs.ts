import {check} from './check.js';
import {Graph} from './graph.js';
import type {Value} from './ops/op.js';

/**
 * The same graph, some of whose inputs are picked from tables: in place of an input [S, B, …] it takes one of the same
 * name that is a table [R, …], and for all of them together `order` [S, B], the rows to take.
 */
export function gatherInputs(graph: Graph, picked: ReadonlySet<string>): Graph {
  const lean = new Graph();
  const values = new Map<string, Value>();
  for (const {name, type, shape} of graph.inputs)
    values.set(name, lean.input(name, type, picked.has(name) ? ['R', ...shape.slice(2)] : shape));
  const some = graph.inputs.find(({name}) => picked.has(name));
  if (!some) return graph;
  const order = lean.input('order', 'int32', some.shape.slice(0, 2));
  for (const name of picked)
    if (values.has(name)) values.set(name, lean.emit('Gather', [values.get(name)!, order], {axis: 0}));
  const find = (name: string): Value => values.get(name) ?? lean.constant(graph.constants.get(name)!);
  const outputs = new Set(graph.outputs.map(({name}) => name));
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(({name}) => find(name));
    if (outputs.has(node.outputs[0]!.name)) {
      lean.output(node.outputs[0]!.name, inputs[0]!);
      continue;
    }
    const results = lean.emitAll(node.op, inputs, node.attributes);
    node.outputs.forEach(({name}, at) => values.set(name, results[at]!));
  }
  return check(lean);
}
