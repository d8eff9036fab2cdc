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
