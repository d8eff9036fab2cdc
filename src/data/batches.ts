import {openDatabase} from './database.js';
import {parquetFiles} from './parquet-files.js';

export interface Rows {
  rows: number;
  /** Row by row; NaN for missing. */
  numeric: Float32Array;
  /** Row by row. */
  codes: Int32Array;
  target: Float64Array;
}

export interface Widths {
  numeric: number;
  codes: number;
}

/** Reads parts of a snapshot, one after the other. They are not verified: that is `verifySnapshot`'s. */
export async function loadParts(paths: readonly string[], widths: Widths): Promise<Rows> {
  const database = await openDatabase(':memory:', {threads: 1});
  try {
    const files = parquetFiles(paths);
    const [count] = await database.rows<{rows: number}>(`SELECT count(*) AS rows FROM ${files}`);
    const rows = allocate(count!.rows, widths);
    let start = 0;
    await database.stream(`SELECT ${columnNames(widths).join(', ')} FROM ${files}`, (columns, length) => {
      fill(rows, widths, columns, start, length);
      start += length;
    });
    return rows;
  } finally {
    database.close();
  }
}

/** The columns of a part, in their order. */
export function columnNames({numeric, codes}: Widths): string[] {
  const names = (prefix: string, length: number) => Array.from({length}, (_, at) => `${prefix}${at}`);
  return [...names('n', numeric), ...names('c', codes), 'y'];
}

function allocate(rows: number, {numeric, codes}: Widths): Rows {
  return {
    rows,
    numeric: new Float32Array(rows * numeric),
    codes: new Int32Array(rows * codes),
    target: new Float64Array(rows),
  };
}

function fill(
  into: Rows,
  widths: Widths,
  columns: readonly ArrayLike<unknown>[],
  start: number,
  length: number,
): void {
  for (let row = 0; row < length; row += 1) {
    const at = start + row;
    for (let j = 0; j < widths.numeric; j += 1)
      into.numeric[at * widths.numeric + j] = (columns[j]![row] as number | null) ?? Number.NaN;
    for (let j = 0; j < widths.codes; j += 1)
      into.codes[at * widths.codes + j] = columns[widths.numeric + j]![row] as number;
    into.target[at] = columns[widths.numeric + widths.codes]![row] as number;
  }
}
