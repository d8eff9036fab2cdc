import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {execa} from 'execa';
import {expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats} from '../../src/base/tensor.js';
import {openModel} from '../../src/engines/onnxruntime.js';
import {encoders} from '../../src/features/encoders/registry.js';
import {imputers} from '../../src/features/imputers/registry.js';
import {scalers} from '../../src/features/scalers/registry.js';
import {Graph} from '../../src/graph/graph.js';
import {encodeModel} from '../../src/graph/onnx/encode.js';
import {factsOf} from '../helpers/number-facts.js';

const python = process.env.ADL_PYTHON ?? resolve('bench/.venv/bin/python');
const hasPython =
  existsSync(python) && (await execa(python, ['-c', 'import sklearn'], {reject: false})).exitCode === 0;
if (!hasPython)
  console.log(`Skipped: ADL_PYTHON names a Python with scikit-learn; there is none at ${python}.`);

const seed = 21;
const random = randomStream(seed, 'scikit-learn');
const column = (count: number, make: () => number) => Array.from({length: count}, () => Math.fround(make()));

const numbers = [
  column(300, () => random.normal()),
  column(300, () => Math.exp(random.normal())),
  column(300, () => -Math.exp(random.normal())),
  column(300, () => 5 * random.normal() ** 3),
  column(300, () => random.integer(4)),
  column(7, () => random.normal()),
  column(50, () => (random.integer(10) === 0 ? 9 : 1)),
];
const gaps = [1, 2, 3].map(() =>
  Array.from({length: 60}, () => (random.integer(4) === 0 ? null : random.integer(7) / 4)),
);
const tables = [0, 2, 3].map((classes) => ({
  classes,
  values: Array.from({length: 200}, () => ['a', 'b', 'c', 'd'][Math.floor(4 * random.uniform() ** 2)]!),
  targets: Array.from({length: 200}, () => (classes === 0 ? 50 + random.normal() : random.integer(classes))),
}));

interface Answer {
  scaled: Record<string, number[][]>[];
  filled: Record<string, number>[];
  encoded: {categories: string[]; encodings: number[]}[];
}

it.runIf(hasPython)(
  `is what scikit-learn gives, for random columns (seed ${seed})`,
  {timeout: 60_000},
  async () => {
    const {stdout} = await execa(python, ['test/fixtures/scikit_features.py'], {
      input: JSON.stringify({numbers, gaps, tables}),
    });
    const answer = JSON.parse(stdout) as Answer;
    for (const [at, values] of numbers.entries())
      for (const [name, rows] of Object.entries(answer.scaled[at]!))
        expectNear(
          await scaled(name, values),
          rows.flat().map(cut),
          `${name} of column ${at}`,
          tolerances[name],
        );
    for (const [at, values] of gaps.entries())
      for (const [name, fill] of Object.entries(answer.filled[at]!))
        expect(imputers[name]!.fill(await factsOf(values, []), 0), `${name} of ${at}`).toBeCloseTo(fill, 9);
    for (const [at, table] of tables.entries()) {
      const {categories, encodings} = answer.encoded[at]!;
      const given = encoders.target!.fit(factsFor(table, categories))!;
      const own = given.flatMap((one) => one.numbers.slice(2) as number[]);
      expectNear(own, encodings, `target of ${table.classes} classes`);
    }
  },
);

/** A logarithm and a power of 32-bit floats cost some digits. */
const tolerances: Record<string, number> = {power: 1e-5};

/** As adl does, and scikit-learn does not. */
function cut(value: number): number {
  return Math.max(-10, Math.min(10, value));
}

function expectNear(
  actual: readonly number[],
  expected: readonly number[],
  what: string,
  within = 1e-6,
): void {
  expect(actual.length, what).toBe(expected.length);
  const furthest = Math.max(
    ...actual.map((value, at) => Math.abs(value - expected[at]!) / Math.max(1, Math.abs(expected[at]!))),
  );
  expect(furthest, what).toBeLessThan(within);
}

async function scaled(name: string, values: number[]): Promise<number[]> {
  const scaler = scalers[name]!;
  const fitted = scaler.fit(await factsOf(values, scaler.quantiles(4)), 4);
  const graph = new Graph();
  const input = graph.input('x', 'float', ['N', 1]);
  graph.output('y', scaler.build({builder: graph, values: input, fitted: [fitted]}));
  const session = await openModel(encodeModel(graph));
  const {y} = await session.run({x: floats([values.length, 1], values)});
  await session.close();
  return [...(y!.data as Float32Array)];
}

function factsFor({classes, values, targets}: (typeof tables)[number], categories: string[]) {
  const parts = classes === 0 ? [undefined] : classes === 2 ? [1] : [0, 1, 2];
  const of = (category: string) => targets.filter((_, row) => values[row] === category);
  const total = (all: number[]) => all.reduce((sum, one) => sum + one, 0);
  return {
    raw: 'string' as const,
    values: categories,
    rows: [0, 0, ...categories.map((category) => of(category).length)],
    targets: parts.map((part) => {
      const number = (y: number) => (part === undefined ? y - 50 : Number(y === part));
      return {
        label: String(part),
        centre: part === undefined ? 50 : 0,
        sums: [0, 0, ...categories.map((category) => total(of(category).map(number)))],
        squares: [0, 0, ...categories.map((category) => total(of(category).map((y) => number(y) ** 2)))],
      };
    }),
  };
}
