/** Rows with what is to be predicted of them. */
export interface Labelled {
  /** Numbers, or the class's place among the labels. */
  target: Float64Array;
  /** What a row counts; 1 each if left out. A row of weight 0 takes no part. */
  weights?: Float32Array | undefined;
  /** How many values are put out for a row. */
  outputs: number;
}

/** What each row counts. */
export function weightsOf({target, weights}: Labelled): Float32Array {
  return weights ?? new Float32Array(target.length).fill(1);
}

/** The rows that count, ascending. */
export function countedRows(weights: Float32Array): Uint32Array {
  return new Uint32Array(weights.length).map((_, row) => row).filter((row) => weights[row]! > 0);
}
