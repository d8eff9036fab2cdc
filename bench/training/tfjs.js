// TensorFlow.js with its own layers' kernels and its own Adam, one configuration. The backend is chosen by who imports this.
import * as tf from '@tensorflow/tfjs-core';
// Not used by name: outside a browser's bundle, this is what registers the gradients.
import '@tensorflow/tfjs-layers';
import {weightShapes} from './data.js';

export async function prepareOn(backend, {workload}) {
  await tf.setBackend(backend);
  await tf.ready();
  const {adam, batch, steps} = workload;
  const variables = variablesOf(workload);
  const optimizer = tf.train.adam(adam.learningRates[0], adam.beta1, adam.beta2, adam.epsilon);
  const data = dataOf(workload);
  return {
    async train({from, steps: count}) {
      const losses = [];
      let unit;
      for (let step = from; step < from + count; step += 1) {
        if (!unit || step % steps === 0) {
          tf.dispose(unit);
          unit = unitOf(data, workload, Math.floor(step / steps));
        }
        losses.push(stepOf(unit, (step % steps) * batch, {workload, variables, optimizer}));
      }
      tf.dispose(unit);
      const values = losses.map((loss) => loss.dataSync()[0]);
      tf.dispose(losses);
      return [values];
    },
    close: () => tf.dispose([...Object.values(data), ...variables]),
  };
}

function variablesOf(workload) {
  let at = 0;
  return weightShapes(workload).map((shape) => {
    const length = shape.reduce((product, width) => product * width, 1);
    at += length;
    return tf.variable(tf.tensor(workload.weights[0].slice(at - length, at), shape));
  });
}

function dataOf({features, target, rows, layers, embedding}) {
  const codes =
    embedding && features.map((code, at) => code + (at % embedding.columns) * embedding.categories);
  return {
    x: tf.tensor2d(codes ?? features, [rows, features.length / rows]),
    y:
      layers.at(-1) === 1
        ? tf.tensor1d(target)
        : tf.cast(tf.oneHot(tf.tensor1d(target, 'int32'), layers.at(-1)), 'float32'),
  };
}

/** The rows of a unit in their order, so that its batches are slices. */
function unitOf({x, y}, {order, batch, steps}, unit) {
  const rows = tf.tensor1d(order.slice(unit * steps * batch, (unit + 1) * steps * batch), 'int32');
  const picked = {x: tf.gather(x, rows), y: tf.gather(y, rows)};
  rows.dispose();
  return picked;
}

function stepOf({x, y}, start, {workload, variables, optimizer}) {
  const {batch, embedding} = workload;
  return tf.tidy(() => {
    const input = tf.slice(x, [start, 0], [batch, -1]);
    const truth = y.rank === 1 ? tf.slice(y, [start], [batch]) : tf.slice(y, [start, 0], [batch, -1]);
    return optimizer.minimize(
      () => {
        const seen = embedding ? tf.reshape(lookUp(variables[0], input), [batch, -1]) : input;
        const output = forward(seen, embedding ? variables.slice(1) : variables);
        if (y.rank === 1) return tf.losses.meanSquaredError(truth, tf.reshape(output, [batch]));
        return tf.losses.softmaxCrossEntropy(truth, output);
      },
      true,
      variables,
    );
  });
}

function forward(input, variables) {
  let x = input;
  for (let at = 0; at < variables.length; at += 2) {
    const activation = at + 2 < variables.length ? 'relu' : 'linear';
    x = tf.fused.matMul({a: x, b: variables[at], bias: variables[at + 1], activation});
  }
  return x;
}

/** tf.gather, with scatterND as its gradient: gather's own needs UnsortedSegmentSum, which the wasm backend lacks. */
function lookUp(table, codes) {
  return tf.customGrad((weights, save) => {
    save([]);
    const gradFunc = (slope) => {
      const flat = tf.reshape(codes, [-1, 1]);
      return tf.scatterND(flat, tf.reshape(slope, [-1, table.shape[1]]), table.shape);
    };
    return {value: tf.gather(weights, tf.cast(codes, 'int32')), gradFunc};
  })(table);
}
