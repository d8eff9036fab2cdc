import {describe, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {floats} from '../../src/base/tensor.js';
import {engines} from '../../src/engines/registry.js';
import {Graph} from '../../src/graph/graph.js';
import {Boosting} from '../../src/trees/boosting.js';
import type {EncodedTable} from '../../src/trees/encoded-table.js';
import {type Ensemble, ensembleOf} from '../../src/trees/ensemble.js';
import {Forest} from '../../src/trees/forest.js';
import {importanceOf} from '../../src/trees/importance.js';
import type {TreesOptions} from '../../src/trees/options.js';
import {treeEnsemble} from '../../src/trees/tree-ensemble.js';
import {walk} from '../../src/trees/walk.js';
import {benchOf, type Drawn, drawnTable, plainTrees} from '../helpers/trees.js';

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

function options(objective: string, given: Partial<TreesOptions> = {}): TreesOptions {
  const objectiveOptions: Record<string, Record<string, number>> = {
    quantile: {alpha: 0.9},
    huber: {delta: 1},
  };
  return {
    ...plainTrees,
    ...{objective, objectiveOptions: objectiveOptions[objective] ?? {}, learningRate: 0.2},
    ...{minRows: 5, maxLeaves: 15},
    ...given,
  };
}

function boosted(given: TreesOptions, {rounds = 15, seed = 0} = {}) {
  const {bench} = benchOf(drawn);
  const target = targets[given.objective]!;
  const outputs = given.objective === 'softmax' ? 3 : 1;
  const boosting = new Boosting(bench, {target, outputs}, given, seed);
  const losses = [boosting.loss()];
  for (let round = 0; round < rounds; round += 1) {
    boosting.round();
    losses.push(boosting.loss());
  }
  return {boosting, losses};
}

/** By the values themselves. */
function walked({start, trees}: Ensemble, table: EncodedTable): Float64Array[] {
  const scores = start.map((own) => new Float64Array(table.rows).fill(own));
  for (const {output, tree} of trees) walk(tree, table, drawn.shape, scores[output]!);
  return scores;
}

/** What the exported file puts out, row by row. */
async function exported(engine: string, ensemble: Ensemble, table: EncodedTable): Promise<Float32Array> {
  const graph = new Graph();
  graph.output('y', treeEnsemble(graph, graph.input('x', 'float', ['N', 5]), ensemble));
  const session = await (await engines[engine]!()).open(graph);
  const {y} = await session.run({x: features(table)});
  await session.close();
  return y!.data as Float32Array;
}

describe.each(Object.keys(targets))('%s', (objective) => {
  it('falls with every round, or nearly, and far in all', () => {
    const {losses} = boosted(options(objective));
    for (let at = 1; at < losses.length; at += 1)
      expect(losses[at]!).toBeLessThanOrEqual(losses[at - 1]! + 0.01 * Math.abs(losses[0]!));
    const floor = objective === 'poisson' ? losses[0]! - 0.2 : 0.75 * losses[0]!;
    expect(losses.at(-1)!).toBeLessThan(floor);
  });

  it('puts out for rows of training what it did when it was grown, by their values', () => {
    const {boosting} = boosted(options(objective, {subsample: 0.7}));
    expect(walked(ensembleOf(boosting.grove), drawn.table)).toEqual(boosting.scores);
  });

  it.each(['reference', 'onnxruntime'])('predicts on %s what it does by itself', async (engine) => {
    const ensemble = ensembleOf(boosted(options(objective, {subsample: 0.7})).boosting.grove);
    await expectSame(engine, ensemble, askedRows());
  });
});

describe.each(['squared-error', 'logistic', 'softmax'])('a forest for %s', (objective) => {
  const outputs = objective === 'softmax' ? 3 : 1;
  const target = targets[objective]!;
  const given = options(objective, {
    method: 'forest',
    maxLeaves: 200,
    columnsPerNode: 0.6,
    minRows: 2,
    minHessian: 0,
  });
  const grown = (seed: number) => {
    const forest = new Forest(benchOf(drawn).bench, {target, outputs}, given, seed);
    for (let round = 0; round < 20; round += 1) forest.round();
    return ensembleOf(forest.grove);
  };

  it('averages trees whose leaves put out means', () => {
    const scores = walked(grown(0), drawn.table);
    const wanted = (row: number, output: number) =>
      objective === 'softmax' ? (target[row] === output ? 1 : 0) : target[row]!;
    const constant = scores.map((_, output) => mean(Array.from(target, (__, row) => wanted(row, output))));
    for (const [output, own] of scores.entries()) {
      const errors = Array.from(own, (score, row) => (score - wanted(row, output)) ** 2);
      const plain = Array.from(own, (_, row) => (constant[output]! - wanted(row, output)) ** 2);
      expect(mean(errors)).toBeLessThan(0.3 * mean(plain));
      if (objective !== 'squared-error') for (const score of own) expect(score).toBeGreaterThanOrEqual(-1e-6);
    }
  });

  it('is a function of its seed', () => {
    expect(grown(1)).toEqual(grown(1));
    expect(grown(2)).not.toEqual(grown(1));
  });

  it('predicts on onnxruntime what it does by itself', () =>
    expectSame('onnxruntime', grown(0), askedRows()));
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function expectSame(engine: string, ensemble: Ensemble, table: EncodedTable): Promise<void> {
  const scores = walked(ensemble, table);
  const put = await exported(engine, ensemble, table);
  for (let row = 0; row < table.rows; row += 1)
    for (const [output, own] of scores.entries())
      expect(Math.abs(put[row * scores.length + output]! - own[row]!)).toBeLessThan(2e-6);
}

/** New rows, and rows that sit on thresholds, that miss all numbers, and whose categories are rare. */
function askedRows(): EncodedTable {
  const {table} = drawnTable(77, {rows: 600, numeric: 3, sizes, missing: 0.3});
  const {bins} = benchOf(drawn);
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
  const scores = (seed: number) => boosted(sampled, {rounds: 5, seed}).boosting.scores[0];
  expect(scores(0)).toEqual(scores(0));
  expect(scores(1)).not.toEqual(scores(0));
});

it('is the same, bit for bit, with any number of threads', () => {
  const large = drawnTable(12, {rows: 12_000, numeric: 9, sizes: [30]});
  const target = Float64Array.from({length: 12_000}, (_, row) => (large.table.numeric[9 * row]! > 0 ? 1 : 0));
  const grown = (threads: number) => {
    const {kernel, bench} = benchOf(large, threads);
    const boosting = new Boosting(bench, {target, outputs: 1}, options('logistic', {subsample: 0.9}), 0);
    for (let round = 0; round < 5; round += 1) boosting.round();
    kernel.close();
    return boosting.grove;
  };
  const alone = grown(1);
  for (const threads of [2, 3, 5]) expect(grown(threads)).toEqual(alone);
});

it('goes on from rounds that were grown before, to the same bits', () => {
  const given = options('softmax', {subsample: 0.8});
  const whole = boosted(given, {rounds: 8}).boosting;
  const half = boosted(given, {rounds: 4}).boosting;
  const again = new Boosting(benchOf(drawn).bench, {target: targets.softmax!, outputs: 3}, given, 0);
  again.goOn(half.grove.rounds, (tree, scores) => walk(tree, drawn.table, drawn.shape, scores));
  for (let round = 4; round < 8; round += 1) again.round();
  expect(again.grove).toEqual(whole.grove);
  expect(again.scores).toEqual(whole.scores);
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
  const given = options('squared-error', {minRows: 1, minHessian: 6});
  const scoresOf = (drawnRows: Drawn, own: Float64Array, counts?: Float32Array) => {
    const {bench} = benchOf(drawnRows);
    const boosting = new Boosting(bench, {target: own, weights: counts, outputs: 1}, given, 0);
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

describe('a table', () => {
  const number = (rows: number, of: (row: number) => number) =>
    Float32Array.from({length: rows}, (_, row) => of(row));
  const grownOver = (table: EncodedTable, shape: Drawn['shape'], target: Float64Array, outputs = 1) => {
    const {bench} = benchOf({table, shape});
    const given = {...plainTrees, objective: outputs > 1 ? 'softmax' : 'squared-error', minRows: 5};
    const boosting = new Boosting(bench, {target, outputs}, given, 0);
    for (let round = 0; round < 5; round += 1) boosting.round();
    const scores = boosting.start.map((own) => new Float64Array(table.rows).fill(own));
    for (const {output, tree} of ensembleOf(boosting.grove).trees) walk(tree, table, shape, scores[output]!);
    expect(scores).toEqual(boosting.scores);
    return {boosting, trees: boosting.grove.rounds.flat()};
  };

  it('with a target that is the same everywhere grows nothing', () => {
    const {table, shape} = drawnTable(1, {rows: 100, numeric: 2, sizes: [3]});
    const {boosting, trees} = grownOver(table, shape, new Float64Array(100).fill(7.3));
    expect(trees.every(({branches}) => branches.length === 0)).toBe(true);
    for (const score of boosting.scores[0]!) expect(score).toBeCloseTo(7.3, 5);
  });

  it('of one column is enough', () => {
    const table = {rows: 200, numeric: number(200, (row) => row), codes: new Int32Array(0)};
    const {boosting} = grownOver(
      table,
      {numeric: 1, sizes: []},
      Float64Array.from({length: 200}, (_, row) => Number(row > 99)),
    );
    expect(boosting.scores[0]![199]! - boosting.scores[0]![0]!).toBeGreaterThan(0.3);
  });

  it('with columns in which all is missing asks them nothing', () => {
    const table = {
      rows: 200,
      numeric: number(600, (at) => (at % 3 === 1 ? at / 3 : Number.NaN)),
      codes: new Int32Array(0),
    };
    const {trees} = grownOver(
      table,
      {numeric: 3, sizes: []},
      Float64Array.from({length: 200}, (_, row) => row % 50),
    );
    const asked = new Set(trees.flatMap(({branches}) => branches.map(({question}) => question.column)));
    expect([...asked]).toEqual([1]);
  });

  it('splits missing values from all others where that is what tells', () => {
    const table = {
      rows: 200,
      numeric: number(200, (row) => (row % 2 === 0 ? Number.NaN : row)),
      codes: new Int32Array(0),
    };
    const {boosting} = grownOver(
      table,
      {numeric: 1, sizes: []},
      Float64Array.from({length: 200}, (_, row) => row % 2),
    );
    expect(boosting.scores[0]![1]! - boosting.scores[0]![0]!).toBeGreaterThan(0.3);
  });

  it('with a million categories lists none of the rare ones', () => {
    const size = 1_000_000;
    const codes = Int32Array.from({length: 3000}, (_, row) =>
      row % 3 === 0 ? 5 : row % 3 === 1 ? 9 : (row * 331) % size,
    );
    const target = Float64Array.from(codes, (code) => (code === 5 ? 1 : code === 9 ? -1 : 0));
    const {trees} = grownOver(
      {rows: 3000, numeric: new Float32Array(0), codes},
      {numeric: 0, sizes: [size]},
      target,
    );
    for (const {question} of trees.flatMap(({branches}) => branches))
      expect(question.kind === 'categorical' && question.codes.length).toBeLessThan(255);
    expect(trees[0]!.branches.length).toBeGreaterThan(0);
  });

  it('takes no notice of rows of weight 0', () => {
    const {table, shape} = drawnTable(9, {rows: 300, numeric: 2, sizes: []});
    const target = number(300, (row) => (table.numeric[2 * row]! > 0 ? 1 : 0));
    const weights = number(300, (row) => (row < 200 ? 1 : 0));
    const wrong = Float64Array.from(target, (value, row) => (row < 200 ? value : 1000));
    const grown = (own: Float64Array) => {
      const boosting = new Boosting(
        benchOf({table, shape}).bench,
        {target: own, weights, outputs: 1},
        plainTrees,
        0,
      );
      boosting.round();
      return boosting.grove;
    };
    expect(grown(wrong)).toEqual(grown(Float64Array.from(target)));
  });
});

it('tells what trees owe to columns', () => {
  const {grove} = boosted(options('squared-error')).boosting;
  const trees = grove.rounds.flat();
  const found = importanceOf(trees, 5);
  expect(found.reduce((sum, {splits}) => sum + splits, 0)).toBe(
    trees.flatMap(({branches}) => branches).length,
  );
  for (const {gain, splits} of found) expect(gain > 0).toBe(splits > 0);
});
