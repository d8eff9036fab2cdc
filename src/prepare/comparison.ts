import {literal} from '../data/identifier.js';
import {constantOf} from './dqdl/constant.js';
import type {Fault} from './dqdl/fault.js';
import type {Condition, Operand} from './dqdl/syntax.js';
import {isNumeric, isText, type TableColumn} from './table.js';

/** What a comparison is made with. */
interface Comparing {
  /** The present, in milliseconds since 1970. */
  now: number;
  fault(fault: Fault): Error;
}

/**
 * A condition on the values of a column as SQL: true of a value that is right. A missing value is right only where `!=`
 * or `not in` stands and does not name it, as AWS Glue has it.
 * @throws RULE_INVALID for what cannot be compared with a column
 */
export function comparison(column: TableColumn, condition: Condition, comparing: Comparing): string {
  const {operator, not, operands} = condition;
  const [first, second] = operands;
  if (operator === 'matches') {
    const match = `regexp_full_match(${column.text}, ${literal((first as {value: string}).value)})`;
    return not ? `NOT ${match}` : match;
  }
  if (operator === 'in' || operator === '=' || operator === '!=') {
    const equal = operands.map((operand) => equals(column, operand, comparing)).join(' OR ');
    return operator === '!=' || not ? `(${equal}) IS NOT TRUE` : `(${equal})`;
  }
  if (operator === 'between') {
    const inside = `(${order(column, '>', first!, comparing)} AND ${order(column, '<', second!, comparing)})`;
    return not ? guarded(`NOT ${inside}`, column) : inside;
  }
  return order(column, operator, first!, comparing);
}

const whitespace = `'^\\s+$'`;

function equals(column: TableColumn, operand: Operand, comparing: Comparing): string {
  if (operand.kind === 'keyword')
    return {
      NULL: `${column.value} IS NULL`,
      EMPTY: `${column.text} = ''`,
      WHITESPACES_ONLY: `regexp_matches(${column.text}, ${whitespace})`,
    }[operand.value];
  if (column.storage === 'BOOLEAN' && operand.kind === 'text' && /^(true|false)$/i.test(operand.value))
    return `${column.value} = ${operand.value.toLowerCase()}`;
  const isOfText = operand.kind === 'text' && (isText(column) || constantOf(operand) === undefined);
  if (isOfText && !isTime(column)) return `${column.text} = ${literal(operand.value)}`;
  return order(column, '=', operand, comparing);
}

function order(column: TableColumn, sign: string, operand: Operand, comparing: Comparing): string {
  const time = timeOf(operand, column, comparing);
  if (time !== undefined) return `${column.time} ${sign} ${time}`;
  const number = constantOf(operand);
  if (number !== undefined) {
    const compared = `${column.number} ${sign} ${numberSql(number)}`;
    return sign.startsWith('>') ? guarded(compared, column) : compared;
  }
  if (operand.kind === 'text' && isText(column)) return `${column.text} ${sign} ${literal(operand.value)}`;
  throw comparing.fault({at: operand.at, says: `expected ${wanted(column)}, got ${kinds[operand.kind]}`});
}

/** For DuckDB a NaN is larger than any number: it would be right wherever much is. */
function guarded(sql: string, {number, hasNaN}: TableColumn): string {
  return hasNaN ? `(${sql} AND NOT isnan(${number}))` : sql;
}

const kinds: Record<Operand['kind'], string> = {
  number: 'a number',
  text: 'a text',
  keyword: 'a keyword, which can only be equal or not',
  now: 'a time',
  duration: 'an age',
  call: 'the history of a metric',
  binary: 'the history of a metric',
};

function wanted(column: TableColumn): string {
  const name = `\`${column.name}\``;
  if (isTime(column)) return `a day such as "2024-01-31" to compare ${name} with`;
  return isNumeric(column) ? `a number to compare ${name} with` : `a value to compare ${name} with`;
}

/** SQL of a number. */
export function numberSql(value: number): string {
  const text = String(value);
  return value < 0 || Object.is(value, -0) ? `(${text})` : text;
}

function isTime({storage}: TableColumn): boolean {
  return /^(DATE|TIMESTAMP)/.test(storage);
}

const day = /^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?$/;

function timeOf(operand: Operand, column: TableColumn, {now}: Comparing): string | undefined {
  if (operand.kind === 'now') return timestamp(now + millisecondsOf(operand.offset));
  if (operand.kind !== 'text' || !day.test(operand.value) || isNumeric(column)) return undefined;
  const time = Date.parse(`${operand.value.replace(' ', 'T')}${operand.value.length > 10 ? 'Z' : ''}`);
  return Number.isNaN(time) ? undefined : timestamp(time);
}

const unitLengths = {days: 86_400_000, hours: 3_600_000, minutes: 60_000};

/** A span of time in milliseconds. */
export function millisecondsOf(span: {count: number; unit: keyof typeof unitLengths} | null): number {
  return span ? span.count * unitLengths[span.unit] : 0;
}

/** SQL of a time in milliseconds since 1970, bounded to the years that DuckDB knows. */
export function timestamp(time: number): string {
  const bound = 8.64e15;
  return `make_timestamp_ms(${Math.round(Math.max(-bound, Math.min(bound, time)))})`;
}
