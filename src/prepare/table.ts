/** A column of a table as rules see it, as SQL. */
export interface TableColumn {
  name: string;
  /** DuckDB's name of its type: DOUBLE for text of which every value is a number. */
  storage: string;
  /** The value as it is. */
  value: string;
  /** The value as text, as the file has it. */
  text: string;
  /** The value as a number; NULL where it is none. */
  number: string;
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

/** Whether a column holds numbers that can be infinite or no number. */
export function isFloating({storage}: TableColumn): boolean {
  return storage === 'DOUBLE' || storage === 'FLOAT';
}

/** Whether a column holds text. */
export function isText({storage}: TableColumn): boolean {
  return storage === 'VARCHAR' || storage.startsWith('ENUM');
}
