import type {Json} from '../../base/json.js';
import type {ColumnProfile} from '../../data/profile.js';
import type {Builder, Value} from '../../graph/ops/op.js';

/**
 * How a raw column reaches `adl` and the exported model: numbers as `tensor(double)` with NaN for missing,
 * everything else as `tensor(string)` with '' for missing.
 */
export type RawKind = 'number' | 'string';

/** One encoded column, the result of stage 1: a number with NaN for missing, or a code in 0 … size − 1. */
export type EncodedKind = {kind: 'numeric'} | {kind: 'code'; size: number};

export interface EncodedColumn {
  /** Unique in the snapshot, such as `Flight Date.month`. */
  name: string;
  encoding: EncodedKind;
}

/** A column as a fitted type sees it. */
export interface FittedColumn {
  name: string;
  raw: RawKind;
  /** What `fit` learned, as JSON. */
  fitted: Json;
}

/** A column to learn from. */
export interface ColumnToFit {
  name: string;
  raw: RawKind;
  profile: ColumnProfile;
  options?: TypeOptions | undefined;
}

/** What a person, or an encoder, asks of a type. */
export interface TypeOptions {
  /** Whether values that few rows have are told apart too, by a type that has a dictionary. */
  rare?: boolean | undefined;
  /** Whether what comes round again, such as the month, is given as sine and cosine instead of a code. */
  cycles?: boolean | undefined;
  /** Whether how often a word occurs is weighed by how rare it is, and by what else the text has. */
  tfidf?: boolean | undefined;
}

/**
 * A feature type: how a raw column becomes numbers and codes (stage 1). `sql` and `graph` are two forms of one
 * function and agree on every value, nulls and unseen ones included: float32 equal, codes equal.
 */
export interface FeatureType {
  summary: string;
  /** Whether a column of this type can be a model's input. */
  usable: boolean;
  /** The kinds of raw column that it can encode. */
  accepts: readonly RawKind[];
  /** The options that it takes in the manifest; left out where there are none. */
  options?: readonly ('cycles' | 'tfidf')[];
  /** Of the values that are not missing, the share that it makes something of: 1 where it takes any. The rest is missing to it. */
  readable(profile: ColumnProfile): number;
  /**
   * The statement that learns from the training rows, in `relation`, what `fitted` turns into constants; undefined when
   * there is nothing to learn.
   */
  fit(column: ColumnToFit, relation: string): string | undefined;
  fitted(rows: Record<string, unknown>[], column: Omit<ColumnToFit, 'name'>): Json;
  columns(column: FittedColumn): EncodedColumn[];
  /**
   * What the codes from 2 on stand for, of a type that gives one column, of codes: 0 is missing, 1 unseen or rare. Left out, or
   * undefined, where there are no such codes.
   */
  dictionary?(column: FittedColumn): readonly string[] | undefined;
  /** One SQL expression for each encoded column, over the raw column: FLOAT with NULL for missing, or INTEGER codes. */
  sql(column: FittedColumn): string[];
  /** Adds nodes; raw is [N]; one value for each encoded column, [N]: float with NaN for missing, or int32 codes. */
  graph(builder: Builder, raw: Value, column: FittedColumn): Value[];
  /** Raw values, one column, that `sql` and `graph` are compared on. */
  example: {raw: RawKind; values: (string | number | null)[]};
}
