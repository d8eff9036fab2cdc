import {permutation, randomStream} from '../base/random.js';
import {binTable} from '../trees/binned-table.js';
import {fitBins} from '../trees/bins.js';
import {Boosting} from '../trees/boosting.js';
import type {EncodedTable, TableShape} from '../trees/encoded-table.js';
import {Kernel} from '../trees/kernel.js';
import {type TreesOptions, usualTrees} from '../trees/options.js';
import {Workbench} from '../trees/workbench.js';
import type {Metric} from './metrics/metric.js';

/** Encoded rows and what is to be predicted of them: the class's place among the labels, or a number. */
export interface QuickRows {
  table: EncodedTable;
  shape: TableShape;
  target: Float64Array;
  /** 1 for a target of numbers. */
  classes: number;
}

/** Which rows a model is grown on, and which it is judged by: marks by row. */
export interface QuickSplit {
  train: Uint8Array;
  test: Uint8Array;
}

/** Small trees, and few: what a column is worth shows in these too. */
const options: Omit<TreesOptions, 'objective'> = {
  ...usualTrees,
  ...{rounds: 30, learningRate: 0.2, maxLeaves: 8, minRows: 10, l2: 1, bins: 63},
};

/** A measure of small boosted trees on the test rows of each split. */
export function quickScores(
  {table, shape, target, classes}: QuickRows,
  splits: readonly QuickSplit[],
  measure: Metric['compute'],
  seed: number,
): number[] {
  const kernel = new Kernel();
  try {
    const bins = fitBins(table, shape, options.bins, randomStream(seed, 'bins'));
    const bench = new Workbench(kernel, binTable(kernel, table, bins));
    return splits.map(({train, test}) => {
      const rows = {target, weights: Float32Array.from(train), outputs: classes > 2 ? classes : 1};
      const boosting = new Boosting(bench, rows, {...options, objective: objectiveOf(classes)}, seed);
      for (let round = 0; round < options.rounds; round += 1) boosting.round();
      return measure(judged(boosting.scores, {target, classes}, test));
    });
  } finally {
    kernel.close();
  }
}

function objectiveOf(classes: number): string {
  if (classes === 1) return 'squared-error';
  return classes === 2 ? 'logistic' : 'softmax';
}

function judged(
  scores: readonly Float64Array[],
  {target, classes}: Pick<QuickRows, 'target' | 'classes'>,
  test: Uint8Array,
) {
  const rows = [...test.keys()].filter((row) => test[row]);
  const predictions = rows.flatMap((row) =>
    predicted(
      scores.map((own) => own[row]!),
      classes,
    ),
  );
  return {
    target: Float64Array.from(rows, (row) => target[row]!),
    predictions: Float32Array.from(predictions),
    classes,
  };
}

function predicted(scores: readonly number[], classes: number): number[] {
  if (classes === 1) return [...scores];
  if (classes === 2) {
    const second = 1 / (1 + Math.exp(-scores[0]!));
    return [1 - second, second];
  }
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

/** Folds of equal size, class by class, drawn anew for each repeat. */
export function quickSplits(
  {target, classes}: Pick<QuickRows, 'target' | 'classes'>,
  {folds, repeats, seed}: {folds: number; repeats: number; seed: number},
): QuickSplit[] {
  return Array.from({length: repeats}, (_, repeat) => {
    const order = permutation(target.length, randomStream(seed, 'folds', repeat));
    if (classes > 1) order.sort((a, b) => target[a]! - target[b]!);
    const fold = new Uint8Array(target.length);
    order.forEach((row, rank) => {
      fold[row] = rank % folds;
    });
    return Array.from({length: folds}, (_, own) => ({
      train: fold.map((one) => Number(one !== own)),
      test: fold.map((one) => Number(one === own)),
    }));
  }).flat();
}

/** Every n-th of the rows that a split trains on: which ones, a seed says. */
export function fewerRows({train, test}: QuickSplit, every: number, seed: number): QuickSplit {
  const random = randomStream(seed, 'fewer', every);
  return {train: train.map((own) => (own && random.integer(every) === 0 ? 1 : 0)), test};
}
