import {fileLiteral} from './identifier.js';

/** Parquet files as a table. The folders that they lie in, such as `size=3`, add no columns. */
export function parquetFiles(paths: readonly string[]): string {
  return `read_parquet([${paths.map(fileLiteral).join(', ')}], hive_partitioning = false)`;
}
