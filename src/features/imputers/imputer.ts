import type {NumberFacts} from '../../data/number-facts.js';

/** What stands for a missing number (stage 2), before it is scaled. */
export interface Imputer {
  summary: string;
  /** Whether it takes `value`, and cannot do without. */
  valued: boolean;
  /** A finite number; of training rows that have no value at all 0. */
  fill(facts: NumberFacts, value: number): number;
  /** Values of training rows, and what scikit-learn's SimpleImputer puts in for a missing one. */
  example: {values: (number | null)[]; value?: number; fill: number};
}
