import type {Fault} from '../dqdl/fault.js';
import type {Operand} from '../dqdl/syntax.js';

/** Why an operand has no value: for want of history, or by arithmetic. */
export interface NoValue {
  why: string;
  isForWantOfPast: boolean;
}

/** What an operand comes to, given what the metric was before, the latest first. It was checked by `shapeOf`. */
export function operandValue(operand: Operand, past: readonly number[]): number | NoValue {
  const value = evaluate(operand, past);
  return Array.isArray(value) ? (value[0] ?? noPast) : value;
}

const noPast: NoValue = {why: 'there is no earlier run to compare with', isForWantOfPast: true};

type Value = number | number[] | NoValue;

function evaluate(operand: Operand, past: readonly number[]): Value {
  if (operand.kind === 'number') return operand.value;
  if (operand.kind === 'text') return Number(operand.value);
  if (operand.kind === 'binary') return combine(operand, past);
  if (operand.kind !== 'call') return {why: 'it is no number', isForWantOfPast: false};
  const {name, operands} = operand;
  const values = operands.map((one) => evaluate(one, past));
  if (name === 'last') return lastOf(values[0], past);
  const odd = values.find(isNoValue);
  if (odd) return odd;
  const list = [values[0]!].flat() as number[];
  return list.length === 0 ? noPast : functions[name]!(list, values[1] as number);
}

function lastOf(count: Value | undefined, past: readonly number[]): Value {
  if (count === undefined || count === 1) return past[0] ?? noPast;
  return past.slice(0, count as number);
}

function combine({sign, left, right}: Operand & {kind: 'binary'}, past: readonly number[]): Value {
  const [one, other] = [operandValue(left, past), operandValue(right, past)];
  if (isNoValue(one)) return one;
  if (isNoValue(other)) return other;
  if (sign === '/' && other === 0) return {why: 'its bound divides by zero', isForWantOfPast: false};
  return {'+': one + other, '-': one - other, '*': one * other, '/': one / other}[sign];
}

function isNoValue(value: Value): value is NoValue {
  return typeof value === 'object' && !Array.isArray(value);
}

const functions: Record<string, (values: number[], more: number) => Value> = {
  avg: mean,
  sum: (values) => values.reduce((sum, one) => sum + one, 0),
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
  std: (values) => Math.sqrt(mean(values.map((one) => (one - mean(values)) ** 2))),
  median: (values) => quantile(values, 0.5),
  percentile: quantile,
  abs: ([value]) => Math.abs(value!),
  index: (values, at) =>
    values[at] ?? {why: `there are no ${at + 1} earlier runs to compare with`, isForWantOfPast: true},
};

function mean(values: number[]): number {
  return values.reduce((sum, one) => sum + one, 0) / values.length;
}

/** Interpolated between neighbours. */
function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return below + (place - Math.floor(place)) * (above - below);
}

type Odd = (fault: Fault) => Error;

/** That an operand is a number or can become one. @throws RULE_INVALID through `odd` */
export function checkNumber(operand: Operand, odd: Odd): void {
  if (shapeOf(operand, odd) === 'list')
    throw odd({
      at: operand.at,
      says: 'expected one number to compare with, got several',
      suggestion: 'Make one of them: avg(last(10)), or last() for the latest.',
    });
}

function shapeOf(operand: Operand, odd: Odd): 'number' | 'list' {
  const {kind, at} = operand;
  if (kind === 'number') return 'number';
  if (kind === 'text' && operand.value.trim() !== '' && Number.isFinite(Number(operand.value)))
    return 'number';
  if (kind === 'binary') {
    for (const side of [operand.left, operand.right]) checkNumber(side, odd);
    return 'number';
  }
  if (kind !== 'call') throw odd({at, says: 'expected a number, got something else'});
  return operand.name === 'last' ? shapeOfLast(operand, odd) : shapeOfCall(operand, odd);
}

function shapeOfLast({operands, at}: Operand & {kind: 'call'}, odd: Odd): 'number' | 'list' {
  const [count, ...others] = operands;
  if (!count) return 'number';
  const isCount = count.kind === 'number' && Number.isInteger(count.value) && count.value >= 1;
  if (!isCount || others.length > 0)
    throw odd({at, says: 'expected `last()` or `last(N)` with a whole number from 1 on'});
  return count.value === 1 ? 'number' : 'list';
}

function shapeOfCall({name, operands, at}: Operand & {kind: 'call'}, odd: Odd): 'number' {
  const [values, more, ...others] = operands;
  const takesMore = name === 'percentile' || name === 'index';
  if (!values || (more !== undefined) !== takesMore || others.length > 0)
    throw odd({at, says: `expected \`${name}(last(N)${takesMore ? ', NUMBER' : ''})\``});
  if (name === 'abs') checkNumber(values, odd);
  else shapeOf(values, odd);
  const value = more?.kind === 'number' ? more.value : Number.NaN;
  if (name === 'percentile' && !(value >= 0 && value <= 1))
    throw odd({at: more!.at, says: 'expected a share from 0 to 1'});
  if (name === 'index' && !(Number.isInteger(value) && value >= 0))
    throw odd({at: more!.at, says: 'expected a whole number from 0 on'});
  return 'number';
}
