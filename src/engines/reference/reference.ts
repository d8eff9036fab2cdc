import type {Body} from '../../graph/ops/op.js';
import type {Engine, Tensors} from '../engine.js';
import {fromTensor, type Operand, toTensor} from './array.js';
import {contraction} from './contraction.js';
import {elementwise} from './elementwise.js';
import type {Kernels} from './kernel.js';
import {layout} from './layout.js';
import {scan} from './scan.js';
import {text} from './text.js';
import {trees} from './trees.js';

const kernels: Kernels = {
  ...elementwise,
  ...contraction,
  ...layout,
  ...text,
  ...trees,
  Scan: (inputs, attributes) => scan(inputs, attributes, run),
};

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
export function evaluate(graph: Body, feeds: Tensors): Map<string, Operand> {
  const inputs = graph.inputs.map(({name}) => {
    const feed = feeds[name];
    if (!feed) throw new Error(`The graph's input ${name} was not fed.`);
    return fromTensor(feed);
  });
  return new Map(run(graph, inputs).map((operand, at) => [graph.outputs[at]!.name, operand]));
}

/** The outputs of a body, in its order, for inputs in its order. */
function run(body: Body, inputs: readonly Operand[]): Operand[] {
  const values = new Map<string, Operand>();
  for (const [name, constant] of body.constants) values.set(name, fromTensor(constant));
  body.inputs.forEach(({name}, at) => values.set(name, inputs[at]!));
  for (const node of body.nodes) {
    const kernel = kernels[node.op];
    if (!kernel) throw new Error(`The reference engine has no kernel for ${node.op}.`);
    const results = kernel(
      node.inputs.map(({name}) => values.get(name)!),
      node.attributes,
    );
    node.outputs.forEach(({name}, position) => values.set(name, results[position]!));
  }
  return body.outputs.map(({name}) => values.get(name)!);
}
