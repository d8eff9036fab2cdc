import type {InputSignature} from '../base/signature.js';
import type {Database} from '../data/database.js';
import {identifier, literal} from '../data/identifier.js';
import type {StoredColumn} from '../data/import.js';
import {numberPattern} from '../data/number-pattern.js';

/** Raw rows as an exported model takes them: numbers with NaN for missing, text with '' for missing. */
export interface RawRows {
  rows: number;
  columns: Map<string, Float64Array | string[]>;
}

/** The inputs of a model as SQL expressions over stored columns; text that is no number is a missing number. */
export function rawExpressions(inputs: readonly InputSignature[], stored: readonly StoredColumn[]): string[] {
  return inputs.map(({name, datatype}) => {
    const column = identifier(name);
    const storage = stored.find((candidate) => candidate.name === name)?.storage ?? '';
    if (datatype === 'BYTES') return `CAST(${column} AS VARCHAR)`;
    if (numericStorage.test(storage)) return `TRY_CAST(${column} AS DOUBLE)`;
    const text = `CAST(${column} AS VARCHAR)`;
    return `CASE WHEN regexp_full_match(${text}, ${literal(numberPattern)}) THEN TRY_CAST(${text} AS DOUBLE) END`;
  });
}

const numericStorage = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/;

/** Reads what `FROM …` says, with the expressions of `rawExpressions`. */
export async function readRaw(
  database: Database,
  {
    inputs,
    expressions,
    from,
  }: {inputs: readonly InputSignature[]; expressions: readonly string[]; from: string},
): Promise<RawRows> {
  const parts = inputs.map((): unknown[][] => []);
  let rows = 0;
  await database.stream(`SELECT ${expressions.join(', ')} FROM ${from}`, (columns, length) => {
    parts.forEach((part, at) => part.push(Array.from(columns[at]!)));
    rows += length;
  });
  const columns = inputs.map(({name, datatype}, at): [string, Float64Array | string[]] => {
    const values = parts[at]!.flat();
    if (datatype === 'BYTES') return [name, values.map((value) => (value as string | null) ?? '')];
    return [name, Float64Array.from(values, (value) => (value as number | null) ?? Number.NaN)];
  });
  return {rows, columns: new Map(columns)};
}
