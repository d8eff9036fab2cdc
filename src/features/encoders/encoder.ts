import type {CodeSums} from '../../data/code-sums.js';
import type {CodeTable} from '../code-tables.js';
import type {RawKind} from '../types/feature-type.js';

/** A column of categories: what its codes stand for, and what the training rows have of them. */
export interface CategoryFacts extends CodeSums {
  raw: RawKind;
  /** Of the codes from 2 on, the most frequent first; 0 is missing, 1 unseen or rare. */
  values: readonly string[];
}

/** How models see a column of categories: as its codes, or as numbers that are looked up by code. */
export interface Encoder {
  summary: string;
  /**
   * Whether it looks at the target. Then a training row's number is made from the rows of other folds, since it would
   * give away its own target; all other rows get what all training rows say.
   */
  ofTarget: boolean;
  /** Whether values that few rows have are to have codes of their own. */
  ofRare: boolean;
  /** A table for each number; undefined for the codes themselves. Some codes have no row. */
  fit(facts: CategoryFacts): CodeTable[] | undefined;
  /** Facts and what they become: scikit-learn's numbers, where it has them. */
  example: {facts: CategoryFacts; tables: CodeTable[] | undefined};
}
