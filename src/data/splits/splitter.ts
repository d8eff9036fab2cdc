import type {Database} from '../database.js';
import type {ColumnProfile} from '../profile.js';
import type {Tell} from '../tell.js';

/** The keys of `source.split` that not every splitter has. */
export type SplitOption = 'test' | 'group' | 'time' | 'gap' | 'column';

export interface SplitRequest {
  /** Shares of the rows, each over 0 and together under 1. */
  test: number;
  validation: number;
  seed: number;
  /** Class by class, or in ten groups by the size of the target. */
  task: 'classification' | 'regression';
  /** The columns that it goes by. Column i is `adl:key<i>` of the relation, in canonical form. */
  keys?: readonly ColumnProfile[];
  /** What lies between two splits: `7d` of a date, or a number. */
  gap?: string | number;
  /** The rows outside the test split are so many folds, of which one, from 0, is for validation. */
  folds?: {count: number; validation: number};
}

/** What a person should know of how the rows were drawn. */
export interface SplitRemark {
  kind: 'warning' | 'note';
  message: string;
}

/** A way to split rows. What it draws depends on the rows, their numbers and the seed alone. */
export interface Splitter {
  summary: string;
  /** The keys that it reads besides `validation`, `seed` and `folds`, and those that it cannot do without. */
  options: Readonly<Partial<Record<SplitOption, 'needed' | 'possible'>>>;
  /** Whether the columns that it goes by are still learned from. */
  keepsKeys: boolean;
  /**
   * Makes the table `adl:drawn` with a split, `adl:split`, for each `adl:row` of `relation`, which also holds
   * `adl:target`. Rows that are not in it are in no split.
   * @throws SOURCE_INVALID where there is no such split of these rows
   */
  draw(
    database: Database,
    relation: string,
    request: SplitRequest,
    tell: Tell,
  ): Promise<readonly SplitRemark[]>;
  /** Columns to go by, as SQL over a row number `i`, with the storage and whether they hold numbers or text. */
  example: readonly {sql: string; profile: Partial<ColumnProfile> & Pick<ColumnProfile, 'name' | 'raw'>}[];
}
