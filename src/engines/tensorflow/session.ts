import type {Tensor} from '../../base/tensor.js';
import type {Graph} from '../../graph/graph.js';
import type {Session, Tensors} from '../engine.js';
import {fromDevice, numberType, toDevice} from './convert.js';
import type {OpenDevice} from './devices.js';
import type {Kernel} from './kernel.js';
import {loadProgram} from './program.js';

/** A graph on a device: its constants are there until it is closed, everything else only as long as it is needed. */
export function openSession(
  graph: Graph,
  {tf, select}: OpenDevice,
  kernelOf: (op: string) => Kernel,
): Session {
  const names = graph.inputs.map(({name}) => name);
  const results = graph.outputs.map(({name, type}) => ({name, type: numberType(name, type)}));
  select();
  const program = loadProgram(tf, graph, kernelOf);
  return {
    async run(feeds) {
      select();
      const outputs = program.run((at) => toDevice(tf, names[at]!, fed(feeds, names[at]!)));
      try {
        const read = await Promise.all(results.map(({type}, at) => fromDevice(type, outputs[at]!)));
        return Object.fromEntries(results.map(({name}, at) => [name, read[at]!]));
      } finally {
        tf.dispose(outputs);
      }
    },
    async close() {
      program.dispose();
    },
  };
}

function fed(feeds: Tensors, name: string): Tensor {
  const feed = feeds[name];
  if (!feed) throw new Error(`The graph's input ${name} was not fed.`);
  return feed;
}
