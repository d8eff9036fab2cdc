import type {Graph} from '../../graph/graph.js';
import type {Engine, Tensors} from '../engine.js';
import {fromTensor, type Operand, toTensor} from './array.js';
import {contraction} from './contraction.js';
import {elementwise} from './elementwise.js';
import type {Kernels} from './kernel.js';
import {layout} from './layout.js';
import {text} from './text.js';

const kernels: Kernels = {...elementwise, ...contraction, ...layout, ...text};

/** The oracle: slow, obvious, in double precision. Every other engine is compared with it. */
export const reference: Engine = {
  summary: 'The oracle: plain loops in double precision.',
  devices: {cpu: {summary: 'Every processor.'}},
  lacks: {},
  open: async (graph) => ({
    run: async (feeds) => {
      const outputs = evaluate(graph, feeds);
      return Object.fromEntries([...outputs].map(([name, operand]) => [name, toTensor(operand)]));
    },
    close: async () => {},
  }),
};

/** The graph's outputs before they are rounded to the types that the graph declares. */
export function evaluate(graph: Graph, feeds: Tensors): Map<string, Operand> {
  const values = new Map<string, Operand>();
  for (const [name, constant] of graph.constants) values.set(name, fromTensor(constant));
  for (const {name} of graph.inputs) {
    const feed = feeds[name];
    if (!feed) throw new Error(`The graph's input ${name} was not fed.`);
    values.set(name, fromTensor(feed));
  }
  for (const node of graph.nodes) {
    const kernel = kernels[node.op];
    if (!kernel) throw new Error(`The reference engine has no kernel for ${node.op}.`);
    const results = kernel(
      node.inputs.map(({name}) => values.get(name)!),
      node.attributes,
    );
    node.outputs.forEach(({name}, position) => values.set(name, results[position]!));
  }
  return new Map(graph.outputs.map(({name}) => [name, values.get(name)!]));
}
