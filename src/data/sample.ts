import {openDatabase} from './database.js';
import {literal} from './identifier.js';
import {parquetFiles} from './parquet-files.js';

/** Writes the first rows of a part of a snapshot to a file of its own. */
export async function writeSample(part: string, rows: number, path: string): Promise<void> {
  const database = await openDatabase(':memory:', {threads: 1});
  try {
    await database.run(
      `COPY (SELECT * FROM ${parquetFiles([part])} LIMIT ${rows}) TO ${literal(path)} (FORMAT parquet)`,
    );
  } finally {
    database.close();
  }
}
