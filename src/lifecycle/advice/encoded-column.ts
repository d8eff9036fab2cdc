import type {Database} from '../../data/database.js';
import {identifier} from '../../data/identifier.js';
import type {ColumnProfile} from '../../data/profile.js';
import {encodeSql} from '../../features/encode.js';
import {fitColumn} from '../../features/fit.js';
import {featureTypes} from '../../features/types/registry.js';
import type {EncodedTable, TableShape} from '../../trees/encoded-table.js';

/** A column as trees see it: what it is encoded as, one array for each. */
export interface EncodedColumn {
  numbers: Float32Array[];
  codes: {values: Int32Array; size: number}[];
}

/** Of a column that is encoded as many, such as words, the first are enough for a quick look. */
const mostNumbers = 40;

/** Fits a type on a column of a relation, and encodes the column, in the order of `adl:row`. */
export async function encodeColumn(
  database: Database,
  relation: string,
  profile: ColumnProfile,
  type: string,
): Promise<EncodedColumn> {
  const {name, raw} = profile;
  const fitted = await fitColumn(database, `(SELECT ${identifier(name)} FROM ${relation})`, type, profile);
  const column = {name, raw, type, fitted};
  const expressions = encodeSql([column]);
  if (expressions.length === 0) return {numbers: [], codes: []};
  const encoded = featureTypes[type]!.columns(column);
  const sizes = encoded.flatMap(({encoding}) => (encoding.kind === 'code' ? [encoding.size] : []));
  const width = encoded.length - sizes.length;
  const rows = await database.rows<Record<string, number | null>>(
    `SELECT ${expressions.join(', ')} FROM ${relation} ORDER BY "adl:row"`,
  );
  return {
    numbers: Array.from({length: Math.min(width, mostNumbers)}, (_, at) =>
      Float32Array.from(rows, (row) => row[`n${at}`] ?? Number.NaN),
    ),
    codes: sizes.map((size, at) => ({values: Int32Array.from(rows, (row) => row[`c${at}`]!), size})),
  };
}

/** Columns side by side. */
export function joinColumns(
  rows: number,
  columns: readonly EncodedColumn[],
): {table: EncodedTable; shape: TableShape} {
  const numbers = columns.flatMap((column) => column.numbers);
  const codes = columns.flatMap((column) => column.codes);
  const table = {
    rows,
    numeric: new Float32Array(rows * numbers.length),
    codes: new Int32Array(rows * codes.length),
  };
  for (let row = 0; row < rows; row += 1) {
    numbers.forEach((values, at) => {
      table.numeric[row * numbers.length + at] = values[row]!;
    });
    codes.forEach(({values}, at) => {
      table.codes[row * codes.length + at] = values[row]!;
    });
  }
  return {table, shape: {numeric: numbers.length, sizes: codes.map(({size}) => size)}};
}
