/** A column of a table as rules see it, as SQL. */
export interface TableColumn {
  name: string;
  /** DuckDB's name of its type: DOUBLE for text of which every value is a number. */
  storage: string;
  /** The value as it is. */
  value: string;
  /** The value as text, as the file has it. */
  text: string;
  /** The value as a number; NULL where it is none, or NaN where `hasNaN` says that there may be some. */
  number: string;
  hasNaN: boolean;
  /** The value as a time; NULL where it is none. */
  time: string;
}

/** A table that rules look at. */
export interface Table {
  /** To stand after FROM. */
  relation: string;
  columns: readonly TableColumn[];
}

/** Whether a column holds numbers of any kind. */
export function isNumeric({storage}: TableColumn): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/.test(storage);
}

/** Whether a column holds numbers that need not be whole. */
export function isFractional({storage}: TableColumn): boolean {
  return /^(FLOAT|DOUBLE|DECIMAL)/.test(storage);
}

/** Whether a column holds text. */
export function isText({storage}: TableColumn): boolean {
  return storage === 'VARCHAR' || storage.startsWith('ENUM');
}
