import {floats} from '../../base/tensor.js';
import type {Body, Op, Value} from './op.js';

/**
 * Runs a body once for each entry of the first axis. Inputs: the body's first inputs, which are carried from one run to
 * the next, then for each of its other inputs a value [S, …], of which run s gets entry s. Outputs: what is carried
 * after the last run, then every other output of the body, [S, …].
 */
export const scan: Op = {
  attributes: {body: 'graph', num_scan_inputs: 'int'},
  infer: ({inputs, attributes}) => {
    const {outputs} = attributes.body as Body;
    const carried = inputs.length - (attributes.num_scan_inputs as number);
    const steps = inputs.at(-1)!.shape[0]!;
    return outputs.map(({type, shape}, at) => ({type, shape: at < carried ? shape : [steps, ...shape]}));
  },
  example: {
    inputs: [floats([], [1]), floats([3], [2, 3, 4])],
    attributes: {num_scan_inputs: 1, body: products()},
  },
};

/** product, factor → product × factor, and the same once more to be kept. */
function products(): Body {
  const value = (name: string): Value => ({name, type: 'float', shape: []});
  const [product, factor, next, kept] = ['product', 'factor', 'next', 'kept'].map(value) as [
    Value,
    Value,
    Value,
    Value,
  ];
  return {
    inputs: [product, factor],
    outputs: [next, kept],
    nodes: [
      {op: 'Mul', inputs: [product, factor], outputs: [next], attributes: {}},
      {op: 'Identity', inputs: [next], outputs: [kept], attributes: {}},
    ],
    constants: new Map(),
  };
}
