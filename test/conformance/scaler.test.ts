import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats} from '../../src/base/tensor.js';
import {openModel} from '../../src/engines/onnxruntime.js';
import {evaluate} from '../../src/engines/reference/reference.js';
import {scalers} from '../../src/features/scalers/registry.js';
import type {FittedScaler, Scaler} from '../../src/features/scalers/scaler.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';
import {factsOf} from '../helpers/number-facts.js';

const random = randomStream(5, 'scalers');
const most = 3.4028234663852886e38;

/** Training values with nothing in them, too little, and too much. */
const awkward: Record<string, (number | null)[]> = {
  'no value': [null, null],
  'one value': [3],
  'one value many times': [2.5, 2.5, null, 2.5],
  'two values': [0, 1, 1, 0],
  'values far from zero': [1e9, 1e9 + 64, 1e9 + 128],
  years: [1990, 1991, 2005, 2024, 2024],
  'the largest floats': [most, -most, 0, 1],
  'the smallest floats': [1e-45, -1e-45, 1e-38],
  'skewed values': Array.from({length: 200}, () => Math.exp(3 * random.normal())),
  'values skewed the other way': Array.from({length: 200}, () => -Math.exp(2 * random.normal())),
};
const served = [0, -0, 1, -1, 2.5, 1e-45, 1e9, 2007, -37.25, 1e20, -1e20, most, -most];

describe.each(Object.entries(scalers))('%s', (_name, scaler) => {
  const {values, bins = 5, scaled} = scaler.example;

  it('gives what scikit-learn gives for its example', async () => {
    const fitted = await learn(scaler, values, bins);
    const {reference} = await both(scaler, [fitted], values);
    expect(scaler.width(fitted)).toBe(scaled[0]!.length);
    scaled.flat().forEach((expected, at) => {
      expect(reference[at]!).toBeCloseTo(expected, 5);
    });
  });

  it.each(Object.entries(awkward))(
    'is finite and the same on both engines after %s',
    async (_what, training) => {
      const fitted = await learn(scaler, training, 4);
      const present = training.filter((value) => value !== null);
      const {reference, runtime} = await both(scaler, [fitted], [...served, ...present]);
      expect(runtime.length).toBe((served.length + present.length) * scaler.width(fitted));
      expect(runtime.every(Number.isFinite)).toBe(true);
      reference.forEach((expected, at) => {
        expect(Math.abs(runtime[at]! - expected)).toBeLessThanOrEqual(1e-3 + 1e-6 * Math.abs(expected));
      });
    },
  );

  it('does with many columns what it does with each', async () => {
    const fitted = await Promise.all(
      [awkward.years!, awkward['skewed values']!, values].map((column) => learn(scaler, column, 3)),
    );
    const rows = [1, 2000, -4.5, 7, 0, 2024];
    const together = await both(
      scaler,
      fitted,
      rows.flatMap((x) => [x, x / 2, -x]),
    );
    const apart = await Promise.all(
      fitted.map((one, at) =>
        both(
          scaler,
          [one],
          rows.map((x) => [x, x / 2, -x][at]!),
        ),
      ),
    );
    const expected = rows.flatMap((_, row) =>
      apart.flatMap(({runtime}, at) => {
        const width = scaler.width(fitted[at]!);
        return runtime.slice(row * width, (row + 1) * width);
      }),
    );
    expect(together.runtime).toEqual(expected);
  });

  it('keeps what it fitted through JSON', async () => {
    for (const training of Object.values(awkward)) {
      const fitted = await learn(scaler, training, 3);
      expect(JSON.parse(JSON.stringify(fitted))).toEqual(fitted);
    }
  });
});

async function learn(scaler: Scaler, values: (number | null)[], bins: number): Promise<FittedScaler> {
  return scaler.fit(await factsOf(values, scaler.quantiles(bins)), bins);
}

/** Rows of as many columns as were fitted, through the graph on both engines. */
async function both(scaler: Scaler, fitted: FittedScaler[], rows: readonly number[]) {
  const graph = new Graph();
  const values = graph.input('x', 'float', ['N', fitted.length]);
  graph.output('y', scaler.build({builder: graph, values, fitted}));
  const x = floats([rows.length / fitted.length, fitted.length], rows);
  const session = await openModel(encodeModel(graph));
  const {y} = await session.run({x});
  await session.close();
  return {
    reference: [...evaluate(graph, {x}).get('y')!.data].map(Number),
    runtime: [...(y!.data as Float32Array)],
  };
}
