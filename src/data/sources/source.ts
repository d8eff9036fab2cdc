import type {Database} from '../database.js';

/** A file on this machine, and a folder in which a copy may be put. */
export interface SourceFile {
  path: string;
  scratch: string;
}

/** Why a file could not be read, and what to do. */
export interface Trouble {
  message: string;
  suggestions: string[];
}

/** A kind of file that tables are read from. */
export interface Source {
  summary: string;
  /** Whether it is text: what is given to the functions below is then UTF-8 and not packed, a copy if need be. */
  isText: boolean;
  /** Lower case, without the dot. */
  extensions: readonly string[];
  /** The table as SQL, to stand after FROM. Text stays as it was written. */
  relation(database: Database, file: SourceFile): Promise<string>;
  /** The names of the columns as the file has them, before DuckDB tells apart those that it takes for the same. */
  names(database: Database, file: SourceFile): Promise<string[]>;
  /**
   * Asked after a failure, where the file itself can tell better than DuckDB.
   * @param path the file's own, where what is read is a copy
   */
  trouble?(file: SourceFile, path: string): Promise<Trouble | undefined>;
  /** A file's content that holds the columns `name` and `count`, and the rows (ann, 1), (bo, 2). */
  example: {content: string} | {sql: string};
}
