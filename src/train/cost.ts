import type {TreesRecipe} from './trees-recipe.js';

/** Multiplications and additions of Adam for one parameter. */
const optimizerOperations = 16;

/**
 * Floating-point operations of training on some rows once: for every row and weight 2 forward and 4 backward, and the
 * optimizer's for every step and weight. A weight of an embedding counts as if every row used it, which overstates it:
 * good enough to decide an order, and a function of nothing but the model and the rows.
 */
export function trainingCost(weights: number, rows: number, batchSize: number): number {
  const steps = Math.ceil(rows / batchSize);
  return weights * (6 * rows + optimizerOperations * steps);
}

/** Floating-point operations of predicting some rows. */
export function evaluationCost(weights: number, rows: number): number {
  return 2 * weights * rows;
}

/** What a question that is counted into a histogram takes, and one that is asked of a row, in floating-point operations. */
const [binned, asked] = [50, 20];

/**
 * What it takes to grow an epoch of trees, in floating-point operations that take as long: every row is counted for every
 * column of about half the depth of each tree.
 */
export function growingCost({options, epochs, columns, outputs}: TreesRecipe, rows: number): number {
  const depth = Math.log2(options.maxLeaves) / 2 + 1;
  return (options.rounds / epochs) * outputs * rows * columns * binned * (depth / 3.5);
}

/** Of predicting some rows by all trees. */
export function askingCost({options, outputs}: TreesRecipe, rows: number): number {
  return options.rounds * outputs * rows * Math.log2(options.maxLeaves) * asked;
}
