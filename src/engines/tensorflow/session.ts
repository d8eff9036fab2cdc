import type {Tensor as DeviceTensor} from '@tensorflow/tfjs-core';
import type {Tensor} from '../../base/tensor.js';
import type {Graph} from '../../graph/graph.js';
import type {Session, Tensors} from '../engine.js';
import {fromDevice, numberType, toDevice} from './convert.js';
import type {OpenDevice} from './devices.js';
import type {Kernel, Library} from './kernel.js';
import {plan, type Step} from './plan.js';

type Values = (DeviceTensor | undefined)[];

/** A graph on a device: its constants are there until it is closed, everything else only as long as it is needed. */
export function openSession(
  graph: Graph,
  {tf, select}: OpenDevice,
  kernelOf: (op: string) => Kernel,
): Session {
  const planned = plan(graph, kernelOf);
  const types = graph.outputs.map(({name, type}) => numberType(name, type));
  select();
  const constants: Values = [];
  const uploaded = tf.tidy(() =>
    [...planned.constants].map(([name]) => toDevice(tf, name, graph.constants.get(name)!)),
  );
  [...planned.constants.values()].forEach((value, at) => {
    constants[value] = uploaded[at];
  });
  return {
    async run(feeds) {
      select();
      const outputs = tf.tidy(() => {
        const values = [...constants];
        for (const [name, value] of planned.inputs) values[value] = toDevice(tf, name, fed(feeds, name));
        for (const step of planned.steps) perform(tf, step, values);
        return [...planned.outputs.values()].map((value) => tf.clone(values[value]!));
      });
      try {
        const read = await Promise.all(outputs.map((tensor, at) => fromDevice(types[at]!, tensor)));
        return Object.fromEntries([...planned.outputs.keys()].map((name, at) => [name, read[at]!]));
      } finally {
        tf.dispose(outputs);
      }
    },
    async close() {
      tf.dispose(uploaded);
    },
  };
}

function fed(feeds: Tensors, name: string): Tensor {
  const feed = feeds[name];
  if (!feed) throw new Error(`The graph's input ${name} was not fed.`);
  return feed;
}

function perform(tf: Library, {compute, attributes, ...step}: Step, values: Values): void {
  const inputs = step.inputs.map((value) => values[value]!);
  const numbers = step.numbers.map((known) =>
    typeof known === 'number' ? Array.from(values[known]!.dataSync()) : known,
  );
  const results = tf.tidy(() => compute({tf, inputs, numbers, attributes}));
  step.outputs.forEach((value, at) => {
    values[value] = results[at];
  });
  for (const value of step.spent) {
    values[value]?.dispose();
    values[value] = undefined;
  }
}
