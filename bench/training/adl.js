// adl's own compiler and engine. All that the bench knows of their insides is here.
import {fileURLToPath} from 'node:url';
import {onnxruntime} from '../../dist/engines/onnxruntime.js';
import {lanesThatPay} from '../../dist/hopper/group.js';
import {stepShape} from '../../dist/train/compile.js';
import {fitShard, initialState} from '../../dist/train/fit.js';
import {openUnit} from '../../dist/train/unit-session.js';
import {viewRows} from '../../dist/train/viewed-rows.js';
import {Conversation} from './conversation.js';
import {orderStream} from './data.js';

/**
 * As `adl build` trains: several configurations in groups of as many lanes as pay, and on several threads in as many
 * worker processes. `compileMs` is the time from a model's description to a session that can run.
 */
export async function prepare({workload, configurations, threads, share = [0, configurations]}) {
  const own = rangeOf(...share);
  if (threads > 1 && own.length > 1) return onWorkers(workload, own, threads);
  const groups = [];
  for (const lanes of inGroups(workload, own)) groups.push(await openGroup(workload, lanes, threads));
  return {
    compileMs: groups[0].compileMs,
    async train(stretch) {
      const losses = [];
      for (const group of groups) losses.push(...(await group.train(stretch)));
      return losses;
    },
    close: () => Promise.all(groups.map((group) => group.close())),
  };
}

/** Each worker is this program again, with one thread and its share of the configurations. */
async function onWorkers(workload, own, count) {
  const program = fileURLToPath(new URL('serve.js', import.meta.url));
  const workers = Array.from(
    {length: count},
    () => new Conversation([process.execPath, program, 'adl', '1'], 1),
  );
  const each = Math.ceil(own.length / count);
  const shares = workers.map((_, at) => own.slice(at * each, (at + 1) * each));
  await Promise.all(workers.map((worker) => worker.ready()));
  const prepared = await Promise.all(
    workers.map((worker, at) =>
      worker.ask({prepare: workload.folder, share: [shares[at][0], shares[at].at(-1) + 1]}),
    ),
  );
  return {
    compileMs: Math.max(...prepared.map(({compileMs}) => compileMs)),
    async train(stretch) {
      const answers = await Promise.all(workers.map((worker) => worker.ask({train: stretch})));
      return answers.flatMap(({losses}) => losses);
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.ask({close: true})));
      await Promise.all(workers.map((worker) => worker.end()));
    },
  };
}

/** In their order, as evenly as it goes. */
function inGroups(workload, own) {
  const count = Math.ceil(own.length / lanesThatPay(workload.weights[0].length));
  const place = (group) => Math.round((group * own.length) / count);
  return rangeOf(0, count).map((group) => own.slice(place(group), place(group + 1)));
}

/** @param own the numbers of the configurations that are its lanes */
async function openGroup(workload, own, threads) {
  const shape = modelOf(workload);
  const trainings = own.map((k) => ({
    ...{learningRate: workload.adam.learningRates[k], l2: 0, batchSize: workload.batch},
    optimizer: {name: 'adam', options: {}},
    schedule: {name: 'constant', options: {}},
  }));
  const started = performance.now();
  const clock = () => performance.now();
  const session = await openUnit(onnxruntime, shape, stepShape(trainings[0]), own.length, {threads, clock});
  const compileMs = performance.now() - started;
  let states = own.map((k) => initialState(workload.weights[k].slice()));
  const shards = [];
  for (let at = 0; at < workload.shards; at += 1)
    shards.push(await viewRows(onnxruntime, shape.columns, rowsOf(workload, at)));
  return {
    compileMs,
    async train({from, steps}) {
      const losses = own.map(() => []);
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

function rangeOf(from, to) {
  return Array.from({length: to - from}, (_, at) => from + at);
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

/** As a snapshot holds them. */
function rowsOf({batch, steps, rows, features, target, embedding}, at) {
  const size = batch * steps;
  const width = features.length / rows;
  const mine = features.subarray(at * size * width, (at + 1) * size * width);
  return {
    rows: size,
    numeric: embedding ? new Float32Array(0) : mine,
    codes: embedding ? mine : new Int32Array(0),
    target: Float64Array.from(target.subarray(at * size, (at + 1) * size)),
  };
}
