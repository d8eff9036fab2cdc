// adl's own compiler and engine. All that the bench knows of their insides is here.
import {onnxruntime} from '../../dist/engines/onnxruntime.js';
import {stepShape} from '../../dist/train/compile.js';
import {fitShard, initialState} from '../../dist/train/fit.js';
import {openUnit} from '../../dist/train/unit-session.js';
import {orderStream} from './data.js';

/** `compileMs` is the time from a model's description to a session that can run. */
export async function prepare({workload, configurations, threads}) {
  const shape = modelOf(workload);
  const trainings = workload.adam.learningRates.slice(0, configurations).map((learningRate) => ({
    ...{learningRate, l2: 0, batchSize: workload.batch},
    optimizer: {name: 'adam', options: {}},
    schedule: {name: 'constant', options: {}},
  }));
  const started = performance.now();
  const clock = () => performance.now();
  const session = await openUnit(onnxruntime, shape, stepShape(trainings[0]), configurations, {
    threads,
    clock,
  });
  const compileMs = performance.now() - started;
  let states = trainings.map((_, k) => initialState(workload.weights[k].slice()));
  const shards = Array.from({length: workload.shards}, (_, at) => shardOf(workload, at));
  return {
    compileMs,
    async train({from, steps}) {
      const losses = trainings.map(() => []);
      for (let unit = from / workload.steps; unit < (from + steps) / workload.steps; unit += 1) {
        const lanes = trainings.map((training, k) => ({
          state: states[k],
          training,
          steps: Number.POSITIVE_INFINITY,
        }));
        const order = orderStream(workload.seed, unit);
        const fitted = await fitShard(session, shards[unit % shards.length], shape.task, lanes, order);
        states = fitted.map(({state}) => state);
        fitted.forEach(({loss}, k) => losses[k].push(loss));
      }
      return losses;
    },
    close: () => session.close(),
  };
}

function modelOf({layers, embedding}) {
  const outputs = layers.at(-1);
  const dense = layers.slice(1).map((units, at) => ({
    layer: 'dense',
    options: {units, activation: at === layers.length - 2 ? 'linear' : 'relu'},
  }));
  const task =
    outputs === 1
      ? {kind: 'regression', mean: 0, scale: 1}
      : {kind: 'classification', labels: Array.from({length: outputs}, (_, label) => String(label))};
  if (!embedding)
    return {layers: dense, task, columns: Array.from({length: layers[0]}, (_, at) => number(at))};
  const {columns, categories, width} = embedding;
  const options = {inputDim: columns * categories, outputDim: width};
  const front = [
    {layer: 'embedding', inputs: ['categorical'], options},
    {layer: 'flatten', options: {}},
  ];
  const coded = Array.from({length: columns}, (_, at) => code(at, categories));
  return {layers: [...front, ...dense], task, columns: coded};
}

/** A column whose statistics change nothing. */
function number(at) {
  const statistics = {mean: 0, scale: 1, median: 0, missing: 0};
  const encoded = [{name: `n${at}`, encoding: {kind: 'numeric'}, statistics}];
  return {name: `n${at}`, raw: 'number', type: 'number', fitted: null, encoded};
}

function code(at, size) {
  const encoded = [{name: `c${at}`, encoding: {kind: 'code', size}}];
  return {name: `c${at}`, raw: 'string', type: 'category', fitted: null, encoded};
}

function shardOf({batch, steps, rows, features, target, embedding}, at) {
  const size = batch * steps;
  const width = features.length / rows;
  const mine = features.subarray(at * size * width, (at + 1) * size * width);
  return {
    rows: size,
    numeric: embedding ? new Float32Array(0) : mine,
    codes: embedding ? mine : new Int32Array(0),
    target: Float64Array.from(target.subarray(at * size, (at + 1) * size)),
    widths: embedding ? {numeric: 0, codes: width} : {numeric: width, codes: 0},
  };
}
