import type {Database} from '../database.js';

/** A file on this machine, and a folder in which a copy may be put. */
export interface SourceFile {
  path: string;
  scratch: string;
}

/** A kind of file that tables are read from. */
export interface Source {
  summary: string;
  /** Lower case, without the dot. */
  extensions: readonly string[];
  /** The table as SQL, to stand after FROM. Text stays as it was written. */
  relation(database: Database, file: SourceFile): Promise<string>;
  /** The names of the columns as the file has them, before DuckDB tells apart those that it takes for the same. */
  names(database: Database, file: SourceFile): Promise<string[]>;
  /** A file's content that holds the columns `name` and `count`, and the rows (ann, 1), (bo, 2). */
  example: {content: string} | {sql: string};
}
