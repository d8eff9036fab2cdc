import {floats} from '../base/tensor.js';
import {foldSql} from '../data/code-sums.js';
import type {Builder, Value} from '../graph/ops/op.js';

/** A number for each code of a column; null for one that is missing. 32-bit floats. */
export interface CodeTable {
  /** What stands behind the column's name, such as `frequency`. */
  name: string;
  numbers: (number | null)[];
}

/** What a category's numbers are called: `colour.frequency`. */
export function tableName(column: string, {name}: CodeTable): string {
  return `${column}.${name}`;
}

/** Adds one look-up for each table: codes [N] → numbers [N], NaN for missing. */
export function tablesGraph(builder: Builder, code: Value, tables: readonly CodeTable[]): Value[] {
  return tables.map(({numbers}) => {
    const table = floats(
      [numbers.length],
      numbers.map((number) => number ?? Number.NaN),
    );
    return builder.emit('Gather', [builder.constant(table), code], {axis: 0});
  });
}

/**
 * The same look-ups as SQL over `adl:arranged`.
 * @param folds for what must not know a training row's own target: for every fold the tables that its rows get
 */
export function tablesSql(
  code: string,
  tables: readonly CodeTable[],
  folds?: readonly (readonly CodeTable[])[],
): string[] {
  return tables.map((table, at) => {
    const whole = `list_extract(${listSql(table.numbers)}, ${code} + 1)`;
    if (!folds) return whole;
    const size = table.numbers.length;
    const apart = listSql(folds.flatMap((fold) => fold[at]!.numbers));
    const own = `list_extract(${apart}, ${foldSql} * ${size} + ${code} + 1)`;
    return `CASE WHEN "adl:split" = 'train' THEN ${own} ELSE ${whole} END`;
  });
}

/** Numbers with an exponent are doubles from the start: without, DuckDB reads them as decimals. */
function listSql(numbers: readonly (number | null)[]): string {
  const literals = numbers.map((number) => {
    if (number === null) return 'NULL';
    const text = String(number);
    return text.includes('e') ? text : `${text}e0`;
  });
  return `CAST([${literals.join(', ')}] AS FLOAT[])`;
}
