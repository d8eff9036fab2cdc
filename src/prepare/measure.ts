/** A number that is asked of the database for a rule. */
export type Measure =
  /** An aggregate over the rows: all of these are asked in one scan. */
  | {over: 'rows'; sql: string}
  /** An aggregate over the groups of rows with equal values, of which `"adl:n"` says how many rows each has. */
  | {over: 'groups'; by: readonly string[]; where: string | undefined; sql: string}
  /** A query of its own, which gives one row with one number. */
  | {over: 'query'; sql: string};

/** What measures came to, by their names in a plan; null where the database has no number. */
export type Measured = Readonly<Record<string, number | null>>;

/** An aggregate over the rows that a filter is true of. */
export function overRows(aggregate: string, where?: string): Measure {
  return {over: 'rows', sql: where === undefined ? aggregate : `${aggregate} FILTER (WHERE ${where})`};
}

/** How many rows there are that something is true of, all or the filtered ones. */
export function countRows(where?: string, that?: string): Measure {
  const all = [where, that].filter((one) => one !== undefined);
  return {over: 'rows', sql: all.length === 0 ? 'count(*)' : `count_if(${all.join(' AND ')})`};
}

/** An aggregate over the groups of filtered rows with equal values in columns. */
export function overGroups(by: readonly string[], aggregate: string, where?: string): Measure {
  return {over: 'groups', by, where, sql: aggregate};
}
