import {constantOf} from './constant.js';
import type {Cursor} from './cursor.js';
import type {Duration, Keyword, Operand, Sign, Unit} from './syntax.js';

const units: Record<string, Unit> = {
  ...{day: 'days', days: 'days', hour: 'hours', hours: 'hours', minute: 'minutes', minutes: 'minutes'},
};
const keywords: Record<string, Keyword> = {
  ...{NULL: 'NULL', null: 'NULL', EMPTY: 'EMPTY', empty: 'EMPTY'},
  ...{WHITESPACES_ONLY: 'WHITESPACES_ONLY', whitespaces_only: 'WHITESPACES_ONLY'},
};
const mostDeep = 50;

/** The functions over the history of a metric, and what each of them makes of it. */
export const historyFunctions: Record<string, string> = {
  last: 'the last value, or the last N of them',
  avg: 'their mean',
  average: 'their mean',
  median: 'their median',
  min: 'the least of them',
  max: 'the largest of them',
  sum: 'their sum',
  std: 'their standard deviation',
  percentile: 'the value below which a share of them lies, from 0 to 1',
  index: 'the one at a place, from 0 for the latest',
  abs: 'the number without its sign',
};

/** A number, text, keyword, time, or arithmetic over numbers and history. @throws RULE_INVALID */
export function parseOperand(cursor: Cursor, depth = 0): Operand {
  let left = parseProduct(cursor, depth);
  while (cursor.is('+', '-')) {
    const {value, at} = cursor.take();
    left = {kind: 'binary', sign: value as Sign, left, right: parseProduct(cursor, depth), at};
  }
  return left;
}

function parseProduct(cursor: Cursor, depth: number): Operand {
  let left = parseFactor(cursor, depth);
  while (cursor.is('*', '/')) {
    const {value, at} = cursor.take();
    const right = parseFactor(cursor, depth);
    if (value === '/' && isZero(right))
      throw cursor.fault({at, says: 'expected a number other than 0 to divide by, got 0'});
    left = {kind: 'binary', sign: value as Sign, left, right, at};
  }
  return left;
}

function isZero(operand: Operand): boolean {
  return constantOf(operand) === 0;
}

function parseFactor(cursor: Cursor, depth: number): Operand {
  const {kind, value, at} = cursor.peek();
  if (depth > mostDeep)
    throw cursor.fault({at, says: `expected at most ${mostDeep} brackets within each other, got more`});
  if (cursor.skip('-')) return negative(cursor, at);
  if (kind === 'number') return numberOrDuration(cursor);
  if (kind === 'text') return {kind: 'text', value: cursor.take().value, at};
  if (cursor.skip('(')) {
    const inner = parseOperand(cursor, depth + 1);
    cursor.expect(')');
    return inner;
  }
  if (kind === 'word' && Object.hasOwn(keywords, value)) {
    cursor.take();
    return {kind: 'keyword', value: keywords[value]!, at};
  }
  if (cursor.is('now')) return now(cursor);
  if (kind === 'word' && Object.hasOwn(historyFunctions, value)) return call(cursor, depth);
  throw cursor.unexpected('a number, a text in double quotes, NULL, now() or last(N)');
}

function negative(cursor: Cursor, at: number): Operand {
  const token = cursor.peek();
  if (token.kind !== 'number') throw cursor.unexpected('a number after `-`');
  cursor.take();
  return {kind: 'number', value: -Number(token.value), at};
}

function numberOrDuration(cursor: Cursor): Operand {
  const {value, at} = cursor.take();
  const unit = unitHere(cursor);
  if (!unit) return {kind: 'number', value: finite(cursor, value, at), at};
  cursor.take();
  return {kind: 'duration', count: Number(value), unit, at};
}

function finite(cursor: Cursor, text: string, at: number): number {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw cursor.fault({at, says: 'expected a number that a double can hold, got a larger one'});
}

function unitHere(cursor: Cursor): Unit | undefined {
  const {kind, value} = cursor.peek();
  return kind === 'word' && Object.hasOwn(units, value) ? units[value] : undefined;
}

function now(cursor: Cursor): Operand {
  const {at} = cursor.take();
  cursor.expect('(');
  cursor.expect(')');
  return {kind: 'now', offset: offsetOf(cursor), at};
}

function offsetOf(cursor: Cursor): Duration | null {
  if (!cursor.is('+', '-')) return null;
  const sign = cursor.take().value === '-' ? -1 : 1;
  const token = cursor.peek();
  if (token.kind !== 'number') throw cursor.unexpected('a number of days or hours');
  cursor.take();
  const unit = unitHere(cursor);
  if (!unit) throw cursor.unexpected('`days` or `hours`');
  cursor.take();
  return {count: sign * Number(token.value), unit};
}

function call(cursor: Cursor, depth: number): Operand {
  const {value: name, at} = cursor.take();
  cursor.expect('(');
  const operands: Operand[] = [];
  while (!cursor.is(')')) {
    operands.push(parseOperand(cursor, depth + 1));
    if (!cursor.skip(',')) break;
  }
  cursor.expect(')', '`,` or `)`');
  return {kind: 'call', name: name === 'average' ? 'avg' : name, operands, at};
}
