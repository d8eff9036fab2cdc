import type {InputSignature} from '../../base/signature.js';
import {badRequest, describe} from './failure.js';
import {acceptsNull, readParameters} from './parameters.js';

/** One input of the model over all rows: NaN or '' where a value is missing. */
export type Column = Float64Array | string[];

/**
 * Checks one tensor of a request against the input of its name.
 * @throws RequestFailure that names the input and, where it is one element's fault, the row.
 */
export function readInput(
  tensor: Record<string, unknown>,
  {name, datatype}: InputSignature,
  requestNulls: boolean | undefined,
): Column {
  const field = `Input \`${name}\``;
  const range = checkDatatype(field, tensor.datatype, datatype);
  const shape = readShape(field, tensor.shape);
  const nulls = acceptsNull(readParameters(tensor.parameters, `${field}: \`parameters\``)) ?? requestNulls;
  const values = readData(field, tensor.data, shape);
  if (datatype === 'BYTES') return values.map((value, row) => readText(field, value, row, nulls));
  return Float64Array.from(values, (value, row) => readNumber(field, value, row, {nulls, range}));
}

interface Range {
  name: string;
  whole: boolean;
  low: number;
  high: number;
}

function checkDatatype(field: string, received: unknown, expected: InputSignature['datatype']): Range {
  const anything = {name: expected, whole: false, low: -Infinity, high: Infinity};
  if (received === expected) return anything;
  if (expected === 'FP64' && typeof received === 'string') {
    if (/^FP(16|32)$/.test(received)) return {...anything, name: received};
    const [, unsigned, bits] = /^(U?)INT(8|16|32|64)$/.exec(received) ?? [];
    if (bits) return integerRange(received, unsigned === 'U', Number(bits));
  }
  throw badRequest(`${field} expects the datatype ${expected}, got ${describe(received)}.`);
}

function integerRange(name: string, unsigned: boolean, bits: number): Range {
  const half = 2 ** (bits - 1);
  return {name, whole: true, low: unsigned ? 0 : -half, high: unsigned ? 2 * half - 1 : half - 1};
}

function readShape(field: string, shape: unknown): number[] {
  const lengths = Array.isArray(shape) ? shape : [];
  const fits = lengths.length === 1 || (lengths.length === 2 && lengths[1] === 1);
  if (!fits || !lengths.every((length) => Number.isSafeInteger(length) && length >= 0))
    throw badRequest(`${field} expects the shape [rows] or [rows, 1], got ${describeShape(shape)}.`);
  return lengths as number[];
}

function describeShape(shape: unknown): string {
  const short = Array.isArray(shape) && shape.length <= 8 && shape.every((item) => typeof item === 'number');
  return short ? `[${shape.join(', ')}]` : describe(shape);
}

/** The elements, of flat data or of data nested as the shape says. */
function readData(field: string, data: unknown, shape: number[]): unknown[] {
  if (!Array.isArray(data)) throw badRequest(`${field} expects an array as \`data\`, got ${describe(data)}.`);
  if (data.length !== shape[0])
    throw badRequest(
      `${field} has ${data.length} elements where its shape [${shape.join(', ')}] says ${shape[0]}.`,
    );
  if (shape.length === 1 || !data.some(Array.isArray)) return data;
  return data.map((row: unknown, index) => {
    if (!Array.isArray(row) || row.length !== 1)
      throw badRequest(`${field}, row ${index}: expected an array of 1 by its shape, got ${describe(row)}.`);
    return row[0] as unknown;
  });
}

function readText(field: string, value: unknown, row: number, nulls: boolean | undefined): string {
  if (typeof value === 'string') return value;
  if (value === null && nulls) return '';
  const hint = value === null ? ` To send a missing value, send "", or null with ${nullParameter}.` : '';
  throw badRequest(`${field}, row ${row}: expected text, got ${describe(value)}.${hint}`);
}

function readNumber(
  field: string,
  value: unknown,
  row: number,
  {nulls, range}: {nulls: boolean | undefined; range: Range},
): number {
  if (value === null && nulls) return Number.NaN;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    const hint = value === null ? ` To send a missing value, send null with ${nullParameter}.` : '';
    throw badRequest(`${field}, row ${row}: expected a finite number, got ${describe(value)}.${hint}`);
  }
  if ((range.whole && !Number.isInteger(value)) || value < range.low || value > range.high)
    throw badRequest(
      `${field}, row ${row}: expected a number of type ${range.name}, got ${describe(value)}.`,
    );
  return value;
}

/** What a request says where null stands for a missing value. */
export const nullParameter = '`"parameters": {"content_type": "pd"}`';
