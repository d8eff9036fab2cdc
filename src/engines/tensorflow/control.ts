import type {Tensor} from '@tensorflow/tfjs-core';
import type {Call, Kernels, Library} from './kernel.js';

/** Ops that run a graph inside them. */
export const control: Kernels = {
  Scan: scan,
};

/** What is carried from run to run stays on the device. */
function scan({tf, inputs, attributes, body}: Call): Tensor[] {
  const carried = inputs.length - (attributes.num_scan_inputs as number);
  const kept: Tensor[][] = [];
  let states = inputs.slice(0, carried).map((state) => tf.clone(state));
  for (let run = 0; run < inputs.at(-1)!.shape[0]!; run += 1) {
    const results = body!.run((at) => (at < carried ? tf.clone(states[at]!) : entry(tf, inputs[at]!, run)));
    tf.dispose(states);
    states = results.slice(0, carried);
    kept.push(results.slice(carried));
  }
  const columns = kept[0]?.map((_, at) => kept.map((results) => results[at]!)) ?? [];
  return [...states, ...columns.map((results) => tf.stack(results))];
}

/** One entry of the first axis. */
function entry(tf: Library, x: Tensor, at: number): Tensor {
  const [, ...rest] = x.shape;
  const row = tf.slice(x, [at, ...rest.fill(0)], [1, ...x.shape.slice(1)]);
  return tf.reshape(row, x.shape.slice(1));
}
