/** What trees are grown on: encoded rows, and what is known of their columns. */
export interface EncodedTable {
  rows: number;
  /** Row by row, one for each name in `numbers`; NaN for missing. */
  numeric: Float32Array;
  /** Row by row, each from 0 to its column's size − 1. */
  codes: Int32Array;
}

/** The columns of a table: numbers first, then categories. */
export interface TableShape {
  numeric: number;
  /** How many codes each column of categories has. */
  sizes: readonly number[];
}
