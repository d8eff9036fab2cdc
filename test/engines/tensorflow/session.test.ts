import * as tf from '@tensorflow/tfjs-core';
import {beforeAll, describe, expect, it} from 'vitest';
import {floats, int64s, strings, type Tensor, tensor} from '../../../src/base/tensor.js';
import type {Tensors} from '../../../src/engines/engine.js';
import {evaluate} from '../../../src/engines/reference/reference.js';
import {tensorflow} from '../../../src/engines/tensorflow/tensorflow.js';
import {gradient} from '../../../src/graph/gradient.js';
import {Graph} from '../../../src/graph/graph.js';
import {scanSteps} from '../../../src/graph/scan-steps.js';

const devices = ['wasm', 'cpu'];

describe.each(devices)('a session on %s', (device) => {
  // TensorFlow.js counts nothing before its first backend is there.
  beforeAll(async () => (await tensorflow.open(new Graph(), {device})).close());

  it('holds as many tensors after 10,000 steps as after one, and none when it is closed', async () => {
    const before = tf.memory();
    const session = await tensorflow.open(regression(), {device});
    const opened = tf.memory();
    let weights = floats([3, 1], [0, 0, 0]);
    let first = Number.POSITIVE_INFINITY;
    let last = 0;
    for (let step = 0; step < 10_000; step += 1) {
      const {loss, next} = await session.run({x, y, weights});
      weights = next as Tensor<'float'>;
      last = (loss!.data as Float32Array)[0]!;
      if (step === 0) first = last;
      if (step % 1000 === 0) expect(tf.memory()).toMatchObject(counts(opened));
    }
    expect(last).toBeLessThan(1e-3 * first);
    expect([...weights.data]).toEqual([1, -2, 3].map((wanted) => expect.closeTo(wanted, 2)));
    await session.close();
    expect(tf.memory()).toMatchObject(counts(before));
  });

  it('holds no more than two links of a long chain at once', async () => {
    const graph = new Graph();
    let value = graph.input('x', 'float', [1000]);
    for (let link = 0; link < 100; link += 1) value = graph.emit('Neg', [value]);
    graph.output('y', value);
    const session = await tensorflow.open(graph, {device});
    const {peakBytes} = await tf.profile(async () => {
      await session.run({x: floats([1000], new Float32Array(1000))});
      return {};
    });
    expect(peakBytes - tf.memory().numBytes).toBeLessThanOrEqual(2 * 4000);
    await session.close();
  });

  it('runs many steps in one call, in the memory of one', async () => {
    const steps = 200;
    const graph = scanSteps(regression(), {weights: 'next'}, steps);
    const repeated = (one: Tensor) =>
      floats(
        [steps, ...one.shape],
        Array.from({length: steps}, () => [...(one.data as Float32Array)]).flat(),
      );
    const feeds = {weights: floats([3, 1], [0, 0, 0]), x: repeated(x), y: repeated(y)};
    const session = await tensorflow.open(graph, {device});
    const before = tf.memory();
    let results: Tensors = {};
    const {peakBytes} = await tf.profile(async () => {
      results = await session.run(feeds);
      return {};
    });
    expect(tf.memory()).toMatchObject(counts(before));
    const [fed, losses] = [4 * steps * (12 + 4), 2 * 4 * steps];
    expect(peakBytes - before.numBytes).toBeLessThan(fed + losses + 500);
    for (const [name, {shape, data}] of evaluate(graph, feeds)) {
      expect(results[name]!.shape).toEqual(shape);
      expect([...(results[name]!.data as Float32Array)]).toEqual(
        Array.from(data as Float64Array, (wanted) => expect.closeTo(wanted, 4)),
      );
    }
    await session.close();
  });

  it('frees everything after a run that failed', async () => {
    const graph = new Graph();
    const table = graph.input('table', 'float', [2, 2]);
    const rows = graph.input('rows', 'int32', [1]);
    graph.output('y', graph.emit('Neg', [graph.emit('Gather', [graph.emit('Exp', [table]), rows])]));
    const session = await tensorflow.open(graph, {device});
    const before = tf.memory();
    const feeds = {table: floats([2, 2], [0, 0, 0, 0]), rows: tensor('int32', [1], Int32Array.of(7))};
    await expect(session.run(feeds)).rejects.toThrow();
    await expect(session.run({rows: feeds.rows})).rejects.toThrow('table was not fed');
    expect(tf.memory()).toMatchObject(counts(before));
    await session.close();
  });

  it('gives what its feeds and constants are, in memory of its own', async () => {
    const graph = new Graph();
    const x = graph.input('x', 'float', [2]);
    graph.output('fed', x);
    graph.output('again', x);
    graph.output('known', graph.constant(floats([2], [3, 4])));
    const session = await tensorflow.open(graph, {device});
    const feed = floats([2], [1, 2]);
    const results = await session.run({x: feed});
    feed.data[0] = 9;
    for (const name of ['fed', 'again', 'known']) (results[name]!.data as Float32Array)[1] = 7;
    expect([...results.fed!.data]).toEqual([1, 7]);
    expect([...(await session.run({x: floats([2], [5, 6])})).again!.data]).toEqual([5, 6]);
    expect([...(await session.run({x: feed})).known!.data]).toEqual([3, 4]);
    await session.close();
  });

  it('takes lengths from the tensors, whatever the graph calls them', async () => {
    const graph = new Graph();
    const lanes = graph.input('lanes', 'float', ['K', 3, 2]);
    const rows = graph.input('rows', 'float', ['N', 3]);
    graph.output('y', graph.emit('Relu', [graph.emit('MatMul', [rows, lanes])]));
    const session = await tensorflow.open(graph, {device});
    for (const [k, n] of [
      [1, 1],
      [4, 2],
      [2, 5],
    ] as const) {
      const ones = (...shape: number[]) =>
        floats(shape, new Float32Array(shape.reduce((a, b) => a * b)).fill(1));
      const {y} = await session.run({lanes: ones(k, 3, 2), rows: ones(n, 3)});
      expect(y!.shape).toEqual([k, n, 2]);
      expect(new Set(y!.data as Float32Array)).toEqual(new Set([3]));
    }
    await session.close();
  });
});

it('sessions on two devices take turns', async () => {
  const sessions = await Promise.all(devices.map((device) => tensorflow.open(regression(), {device})));
  const weights = floats([3, 1], [0.5, 0.5, 0.5]);
  const turns = [0, 1, 0, 1].map((at) => sessions[at]!.run({x, y, weights}));
  const losses = (await Promise.all(turns)).map(({loss}) => (loss!.data as Float32Array)[0]!);
  for (const loss of losses) expect(loss).toBeCloseTo(losses[0]!, 5);
  await Promise.all(sessions.map((session) => session.close()));
});

it('says which op, text or number it cannot take', async () => {
  const open = (build: (graph: Graph) => void) => {
    const graph = new Graph();
    build(graph);
    return tensorflow.open(graph, {device: 'cpu'});
  };
  const lacking = (message: RegExp) => ({code: 'ENGINE_LACKS_OP', message: expect.stringMatching(message)});
  const textual = open((graph) => {
    const text = graph.input('text', 'string', [1]);
    graph.output('y', graph.emit('RegexFullMatch', [text], {pattern: 'a'}));
  });
  await expect(textual).rejects.toMatchObject(lacking(/RegexFullMatch.*text/));
  const chosen = open((graph) => {
    const text = graph.constant(strings([1], ['a']));
    graph.output('y', graph.emit('Equal', [text, text]));
  });
  await expect(chosen).rejects.toMatchObject(lacking(/is text/));
  const wide = open((graph) => {
    const x = graph.input('x', 'int64', [1]);
    const sum = graph.emit('Add', [x, graph.constant(int64s([1], [1]))]);
    graph.output('y', graph.emit('Add', [sum, graph.constant(int64s([1], [2 ** 31]))]));
  });
  const before = tf.memory();
  await expect(wide).rejects.toMatchObject(lacking(/32 bits.*2147483648/));
  expect(tf.memory()).toMatchObject(counts(before));
});

const x = floats([4, 3], [1, 0, 2, -1, 1, 0, 0.5, 2, 1, 3, -1, 1]);
const y = floats([4, 1], [7, -3, -0.5, 8]);

/** One step of gradient descent on |x w − y|² / 4. */
function regression(): Graph {
  const graph = new Graph();
  const rows = graph.input('x', 'float', [4, 3]);
  const target = graph.input('y', 'float', [4, 1]);
  const weights = graph.input('weights', 'float', [3, 1]);
  const error = graph.emit('Sub', [graph.emit('MatMul', [rows, weights]), target]);
  const squares = graph.emit('Mul', [error, error]);
  const loss = graph.emit('ReduceMean', [squares, graph.integers([0, 1])], {keepdims: 0});
  const [slope] = gradient(graph, loss, [weights]);
  graph.output('loss', loss);
  graph.output('next', graph.emit('Sub', [weights, graph.emit('Mul', [slope!, graph.scalar(0.1)])]));
  return graph;
}

function counts({numTensors, numDataBuffers, numBytes}: tf.MemoryInfo) {
  return {numTensors, numDataBuffers, numBytes};
}
