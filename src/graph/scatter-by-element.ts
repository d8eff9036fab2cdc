import type {Graph} from './graph.js';
import type {Value} from './ops/op.js';
import {rewrite} from './rewrite.js';
import {known} from './shape.js';

/**
 * The same graph with ScatterElements for ScatterND: slower, and right where ScatterND is not. In ONNX Runtime 1.30 its
 * sums are wrong with more than one thread and repeated rows.
 */
export function scatterByElement(graph: Graph): Graph {
  return rewrite(graph, ({op, attributes}, inputs, builder) => {
    if (op !== 'ScatterND') return undefined;
    const [data, indices, updates] = inputs as [Value, Value, Value];
    const [rows, ...rest] = known(data.shape) as [number, ...number[]];
    const width = rest.reduce((product, length) => product * length, 1);
    const picked = known(indices.shape)[0]!;
    const flat = (value: Value, length: number) =>
      builder.emit('Reshape', [value, builder.integers([length, width])]);
    const places = builder.emit('Expand', [indices, builder.integers([picked, width])]);
    const summed = builder.emit('ScatterElements', [flat(data, rows), places, flat(updates, picked)], {
      ...attributes,
      axis: 0,
    });
    return [builder.emit('Reshape', [summed, builder.integers([rows, ...rest])])];
  });
}
