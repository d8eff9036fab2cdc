import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats} from '../../src/base/tensor.js';
import {engines} from '../../src/engines/registry.js';
import {Graph} from '../../src/graph/graph.js';
import {binTable} from '../../src/trees/binned-table.js';
import {addTree, Boosting, type BoostingOptions} from '../../src/trees/boosting.js';
import type {EncodedTable} from '../../src/trees/encoded-table.js';
import {treeEnsemble} from '../../src/trees/tree-ensemble.js';
import {type Drawn, drawnTable, inKernel, plainGrowth} from '../helpers/trees.js';

const sizes = [4, 40];
const drawn = drawnTable(2, {rows: 1500, numeric: 3, sizes});

/** A number that depends on all columns, and on none alone. */
function numberOf({numeric, codes}: EncodedTable, row: number): number {
  const [a, b] = [numeric[3 * row]!, numeric[3 * row + 1]!];
  return (Number.isNaN(a) ? 1 : a * (b > 0 ? 1 : -1)) + (codes[2 * row + 1]! % 3) + 0.5 * codes[2 * row]!;
}

const numbers = Float64Array.from({length: 1500}, (_, row) => numberOf(drawn.table, row));
const targets: Record<string, Float64Array> = {
  'squared-error': numbers,
  logistic: numbers.map((value) => (value > 1.5 ? 1 : 0)),
  softmax: numbers.map((value) => (value > 2.5 ? 2 : value > 1 ? 1 : 0)),
  poisson: numbers.map((value) => Math.max(0, Math.round(value))),
  'absolute-error': numbers,
  quantile: numbers,
  huber: numbers,
};

function options(objective: string, given: Partial<BoostingOptions> = {}): BoostingOptions {
  const objectiveOptions: Record<string, Record<string, number>> = {
    quantile: {alpha: 0.9},
    huber: {delta: 1},
  };
  return {
    ...plainGrowth,
    ...{
      objective,
      objectiveOptions: objectiveOptions[objective] ?? {},
      learningRate: 0.2,
      subsample: 1,
      seed: 0,
    },
    ...{monotone: new Int8Array(5), minRows: 5, maxLeaves: 15},
    ...given,
  };
}

function boosted(given: BoostingOptions, rounds = 15, table: Drawn = drawn) {
  const {kernel, bins, binned} = inKernel(table);
  const target = targets[given.objective]!;
  const outputs = given.objective === 'softmax' ? 3 : 1;
  const boosting = new Boosting(kernel, {table: binned, target}, outputs, given);
  const losses = [boosting.loss()];
  for (let round = 0; round < rounds; round += 1) {
    boosting.round();
    losses.push(boosting.loss());
  }
  return {kernel, boosting, bins, losses};
}

describe.each(Object.keys(targets))('%s', (objective) => {
  it('falls with every round, or nearly, and far in all', () => {
    const {losses} = boosted(options(objective));
    for (let at = 1; at < losses.length; at += 1)
      expect(losses[at]!).toBeLessThanOrEqual(losses[at - 1]! + 0.01 * Math.abs(losses[0]!));
    const floor = objective === 'poisson' ? losses[0]! - 0.2 : 0.75 * losses[0]!;
    expect(losses.at(-1)!).toBeLessThan(floor);
  });

  it.each(['reference', 'onnxruntime'])('predicts on %s what it does in training', async (name) => {
    const {kernel, boosting, bins} = boosted(options(objective, {subsample: 0.7}));
    const asked = askedRows();
    const scores = boosting.start.map((start) => new Float64Array(asked.rows).fill(start));
    const binned = binTable(kernel, asked, bins);
    for (const trees of boosting.rounds)
      for (const [output, tree] of trees.entries()) addTree(tree, binned, scores[output]!);
    const graph = new Graph();
    const x = graph.input('x', 'float', ['N', 5]);
    const trees = boosting.rounds.flatMap((round) => round.map((tree, output) => ({output, tree})));
    graph.output('y', treeEnsemble(graph, x, {start: boosting.start, trees}));
    const session = await (await engines[name]!()).open(graph);
    const {y} = await session.run({x: features(asked)});
    await session.close();
    const put = y!.data as Float32Array;
    for (let row = 0; row < asked.rows; row += 1)
      for (const [output, own] of scores.entries())
        expect(Math.abs(put[row * scores.length + output]! - own[row]!)).toBeLessThan(2e-6);
  });
});

/** New rows, and rows that sit on thresholds, that miss all numbers, and whose categories are rare. */
function askedRows(): EncodedTable {
  const {table} = drawnTable(77, {rows: 600, numeric: 3, sizes, missing: 0.3});
  const {bins} = inKernel(drawn);
  for (let row = 0; row < 300; row += 1) {
    const column = row % 3;
    const own = bins[column]!;
    if (own.kind === 'numeric')
      table.numeric[3 * row + column] = own.thresholds[row % own.thresholds.length]!;
  }
  table.numeric.fill(Number.NaN, 3 * 590);
  table.numeric.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0], 3 * 580);
  return table;
}

function features({rows, numeric, codes}: EncodedTable) {
  const all = new Float32Array(rows * 5);
  for (let row = 0; row < rows; row += 1) {
    all.set(numeric.subarray(3 * row, 3 * row + 3), 5 * row);
    all.set(codes.subarray(2 * row, 2 * row + 2), 5 * row + 3);
  }
  return floats([rows, 5], all);
}

it('is the same, bit for bit, when it is done again, and another with another seed', () => {
  const sampled = options('logistic', {subsample: 0.5, columnsPerTree: 0.6, columnsPerNode: 0.6});
  const scores = (given: BoostingOptions) => boosted(given, 5).boosting.scores[0];
  expect(scores(sampled)).toEqual(scores(sampled));
  expect(scores({...sampled, seed: 1})).not.toEqual(scores(sampled));
});

it('counts a row of weight 3 as three rows', () => {
  const random = randomStream(4);
  const numeric = drawnTable(6, {rows: 500, numeric: 3, sizes: []});
  const target = Float64Array.from(
    {length: 500},
    (_, row) => (numeric.table.numeric[3 * row]! > 0 ? 3 : 0) + random.normal(),
  );
  const weights = Float32Array.from({length: 500}, () => 1 + random.integer(3));
  const rows = [...weights].flatMap((count, row) => new Array<number>(count).fill(row));
  const repeated: Drawn = {
    shape: numeric.shape,
    table: {
      rows: rows.length,
      numeric: Float32Array.from(
        rows.flatMap((row) => [...numeric.table.numeric.subarray(3 * row, 3 * row + 3)]),
      ),
      codes: new Int32Array(0),
    },
  };
  const given = options('squared-error', {minRows: 1, minHessian: 6, monotone: new Int8Array(3)});
  const scoresOf = (drawnRows: Drawn, own: Float64Array, counts?: Float32Array) => {
    const {kernel, binned} = inKernel(drawnRows);
    const boosting = new Boosting(
      kernel,
      {table: binned, target: own, ...(counts && {weights: counts})},
      1,
      given,
    );
    boosting.round();
    return boosting.scores[0]!;
  };
  const weighted = scoresOf(numeric, target, weights);
  const plain = scoresOf(
    repeated,
    Float64Array.from(rows, (row) => target[row]!),
  );
  for (const [at, row] of rows.entries()) expect(plain[at]!).toBeCloseTo(weighted[row]!, 5);
});
