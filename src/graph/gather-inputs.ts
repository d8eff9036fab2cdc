import type {Graph} from './graph.js';
import {rewrite} from './rewrite.js';

/**
 * The same graph, some of whose inputs are picked from tables: in place of an input [S, B, …] it takes one of the same
 * name that is a table [R, …], and for all of them together `order` [S, B], the rows to take.
 */
export function gatherInputs(graph: Graph, picked: ReadonlySet<string>): Graph {
  const some = graph.inputs.find(({name}) => picked.has(name));
  if (!some) return graph;
  const keep = () => undefined;
  return rewrite(graph, keep, (made, inputs) => {
    const values = inputs.map(({name, type, shape}) =>
      made.input(name, type, picked.has(name) ? ['R', ...shape.slice(2)] : shape),
    );
    const order = made.input('order', 'int32', some.shape.slice(0, 2));
    return values.map((value) =>
      picked.has(value.name) ? made.emit('Gather', [value, order], {axis: 0}) : value,
    );
  });
}
