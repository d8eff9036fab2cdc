import type {Database} from '../../data/database.js';
import type {ColumnProfile} from '../../data/profile.js';
import type {TaskKind} from '../../data/target.js';
import type {Glance} from '../glance.js';

export interface LeakColumn {
  profile: ColumnProfile;
  /** The feature type that it is taken for. */
  type: string;
  /** Whether the manifest says so. */
  said: boolean;
}

/** Split rows, as a check sees them. */
export interface SplitTable {
  /** Holds `adl:arranged`, the features of every row with its split, and `adl:input`, all columns as they were read. */
  database: Database;
  features: readonly LeakColumn[];
  /** Columns that are not learned from and not dropped by a person either. */
  leftOut: readonly LeakColumn[];
  target: string;
  task: TaskKind;
  /** Whether rows were drawn one by one, whatever they are about. */
  isRandom: boolean;
  /** Its columns are those of `features`, in order. */
  glance: Glance;
}

export interface Leak {
  columns: readonly string[];
  /** The figures that the message rests on. */
  evidence: Readonly<Record<string, number | string>>;
  /** What was seen, with its figures. */
  message: string;
  /** Columns to drop, or another way to split. */
  remedy?: {drop: readonly string[]} | {split: Readonly<Record<string, string>>};
}

/** Looks for one way in which a model could be judged better than it is. It is quiet where it is not sure. */
export interface LeakCheck {
  summary: string;
  /** Why what it finds matters, said once for all of it. */
  advice: string;
  find(table: SplitTable): Promise<readonly Leak[]>;
  /** Columns and a target as SQL over a row number `i` of 2000: some in which it finds `found`, and some in which it finds nothing. */
  example: {planted: LeakExample; clean: LeakExample; found: readonly string[]};
}

export interface LeakExample {
  columns: Readonly<Record<string, string>>;
  target: string;
  /** Feature types of columns, where it matters. */
  types?: Readonly<Record<string, string>>;
}
