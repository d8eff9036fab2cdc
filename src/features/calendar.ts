import {int64s} from '../base/tensor.js';
import type {Builder, Value} from '../graph/ops/op.js';

/** A day as three whole numbers, [N] int64 each, of the years 1000 to 2999. */
export interface Day {
  year: Value;
  month: Value;
  day: Value;
}

/** Whether the month has such a day. */
export function isRealDay(builder: Builder, {year, month, day}: Day): Value {
  const {add, sub, mul, mod, quotient, equal, flag} = wholeNumbers(builder);
  // 31 or 30, which swap places after July; February has 28 or 29
  const usual = add(mod(add(month, quotient(month, 8)), 2), 30);
  const leap = builder.emit('Or', [
    builder.emit('And', [equal(mod(year, 4), 0), builder.emit('Not', [equal(mod(year, 100), 0)])]),
    equal(mod(year, 400), 0),
  ]);
  const lacking = mul(flag(equal(month, 2)), sub(constant(builder, 2), flag(leap)));
  return builder.emit('Not', [builder.emit('Greater', [day, sub(usual, lacking)])]);
}

/** Days since 1970-01-01, by the calendar whose years begin in March, so that the leap day comes last. */
export function dayNumber(builder: Builder, {year, month, day}: Day): Value {
  const {add, sub, mul, mod, quotient} = wholeNumbers(builder);
  const monthFromMarch = mod(add(month, 9), 12);
  const yearFromMarch = sub(year, quotient(monthFromMarch, 10));
  const leapDays = add(
    sub(quotient(yearFromMarch, 4), quotient(yearFromMarch, 100)),
    quotient(yearFromMarch, 400),
  );
  const dayOfYear = add(quotient(add(mul(monthFromMarch, 153), 2), 5), day);
  return add(add(add(mul(yearFromMarch, 365), leapDays), dayOfYear), -719469);
}

/** 0 is Sunday; 1970-01-01 was a Thursday. */
export function weekday(builder: Builder, dayNumber: Value): Value {
  const {add, mod} = wholeNumbers(builder);
  return mod(add(dayNumber, 4), 7);
}

type Term = Value | number;

function wholeNumbers(builder: Builder) {
  const value = (term: Term) => (typeof term === 'number' ? constant(builder, term) : term);
  const binary = (op: string) => (a: Value, b: Term) => builder.emit(op, [a, value(b)]);
  const [sub, div, mod] = [binary('Sub'), binary('Div'), binary('Mod')];
  return {
    add: binary('Add'),
    sub,
    mul: binary('Mul'),
    mod,
    equal: binary('Equal'),
    /** Rounded down: what is divided has no remainder, so that no engine has to round. */
    quotient: (a: Value, b: number) => div(sub(a, mod(a, b)), b),
    flag: (truth: Value) => builder.emit('Cast', [truth], {to: 'int64'}),
  };
}

function constant(builder: Builder, value: number): Value {
  return builder.constant(int64s([], [value]));
}
