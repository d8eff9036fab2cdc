import {expect, it} from 'vitest';
import {floats} from '../../src/base/tensor.js';
import {onnxruntime} from '../../src/engines/onnxruntime.js';
import {reference} from '../../src/engines/reference/reference.js';
import {tensorflow} from '../../src/engines/tensorflow/tensorflow.js';
import {Graph} from '../../src/graph/graph.js';
import {layers} from '../../src/nn/layers/registry.js';
import {stepWords} from '../../src/train/step-words.js';

const [rows, width] = [64, 96];

it('drops with its rate, each element by itself: no trace of row, column, step, layer or seed', async () => {
  const rate = 0.3;
  const ask = await masks(onnxruntime, rate);
  const steps = await Promise.all(Array.from({length: 60}, (_, step) => ask(stepWords(7, step))));
  const next = await masks(onnxruntime, rate, 1);
  const layer = await Promise.all(Array.from({length: 60}, (_, step) => next(stepWords(7, step))));
  const seed = await Promise.all(Array.from({length: 60}, (_, step) => ask(stepWords(8, step))));
  const all = steps.flatMap((mask) => [...mask]);
  expect(Math.abs(mean(all) - rate)).toBeLessThan(0.002);
  // what independent draws give, within 5 %: the variances of the shares of rows, columns and masks
  const wanted = rate * (1 - rate);
  const shares = (of: (mask: Uint8Array) => number[]) => steps.flatMap(of);
  const perRow = shares((mask) => lines(mask, (row, column) => row * width + column, rows, width));
  const perColumn = shares((mask) => lines(mask, (column, row) => row * width + column, width, rows));
  expect(variance(perRow) / (wanted / width)).toBeCloseTo(1, 1);
  expect(variance(perColumn) / (wanted / rows)).toBeCloseTo(1, 1);
  expect(
    Math.abs(variance(steps.map((mask) => mean([...mask]))) / (wanted / (rows * width)) - 1),
  ).toBeLessThan(0.4);
  const shifted = (by: number) => steps.map((mask) => mask.map((_, i) => mask[(i + by) % mask.length]!));
  for (const other of [
    shifted(1),
    shifted(2),
    shifted(width),
    shifted(width + 1),
    layer,
    seed,
    [...steps.slice(1), steps[0]!],
  ])
    expect(
      Math.abs(
        correlation(
          all,
          other.flatMap((mask) => [...mask]),
        ),
      ),
    ).toBeLessThan(0.008);
});

it('gives the same bits on every engine, and leaves what it keeps at x / (1 − rate)', async () => {
  const [ask, ...asks] = await Promise.all(
    [reference, onnxruntime, tensorflow].map((engine) => masks(engine, 0.45)),
  );
  for (const words of [stepWords(3, 0), stepWords(3, 100_000), [2047, 2047, 2047, 2047]]) {
    const expected = Buffer.from(await ask!(words));
    for (const other of asks) expect(expected.equals(await other(words))).toBe(true);
  }
});

it('keeps everything at a rate of 0', async () => {
  expect((await (await masks(onnxruntime, 0))(stepWords(1, 1))).every((dropped) => dropped === 0)).toBe(true);
});

/** Which elements are dropped, for the words of a step. */
async function masks(engine: typeof onnxruntime, rate: number, position = 0) {
  const graph = new Graph();
  const words = graph.input('words', 'float', [1, 4]);
  const y = layers.dropout!.build({
    builder: graph,
    inputs: [graph.constant(floats([rows, width], new Float32Array(rows * width).fill(2)))],
    options: {rate},
    position,
    training: {
      rowWeight: graph.constant(floats([rows], new Float32Array(rows).fill(1))),
      words: () => words,
      scalar: () => graph.scalar(rate),
      replace: () => {},
    },
    weight: () => {
      throw new Error('A dropout has no weight.');
    },
  });
  graph.output('y', y);
  const session = await engine.open(graph);
  return async (values: number[]) => {
    const {data} = (await session.run({words: floats([1, 4], values)})).y!;
    const kept = (data as Float32Array).filter((value) => value !== 0);
    expect(kept.every((value) => Math.abs(value - 2 / (1 - rate)) < 1e-5)).toBe(true);
    return Uint8Array.from(data as Float32Array, (value) => Number(value === 0));
  };
}

function lines(mask: Uint8Array, at: (line: number, i: number) => number, count: number, length: number) {
  return Array.from({length: count}, (_, line) => mean(Array.from({length}, (_, i) => mask[at(line, i)]!)));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [left, right] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - left) * (b[i]! - right)));
  return product / Math.sqrt(variance(a) * variance(b));
}
