import {nearest} from '../base/nearest.js';
import type {Parameter, Range, Value} from './space.js';

/** What does not fit in a space that a person wrote, and what would. */
export interface Misfit {
  path: readonly (string | number)[];
  /** The end of a sentence that begins with "expected". */
  expected: string;
  /** Left out where there is nothing. */
  got?: unknown;
  /** A value that fits. */
  remedy?: unknown;
  /** What to do, where that is not to write such a value. */
  suggestion?: string | undefined;
}

type Numbers = Partial<Record<'low' | 'high' | 'step', number>>;
type Rule = (numbers: Numbers) => Misfit | undefined;

interface Kind {
  keys: readonly string[];
  /** Checked in order, once every key has a value of its kind. */
  rules: readonly Rule[];
}

const inOrder: Rule = ({low, high}) =>
  low! > high!
    ? {
        ...{path: ['low'], expected: `a number up to ${high}, which is \`high\`,`, got: low},
        suggestion: `Write \`low: ${high}, high: ${low}\`.`,
      }
    : undefined;
const hasLogarithm: Rule = ({low}) =>
  low! > 0 ? undefined : {path: ['low'], expected: 'a number above 0, which has a logarithm,', got: low};
const belowOne: Rule = ({high}) =>
  high! < 1 ? undefined : {path: ['high'], expected: 'a number below 1', got: high, remedy: 0.999};
const whole =
  (key: 'low' | 'high'): Rule =>
  (numbers) =>
    Number.isSafeInteger(numbers[key])
      ? undefined
      : {path: [key], expected: 'a whole number', got: numbers[key], remedy: Math.round(numbers[key]!)};
const stepFits: Rule = ({low, high, step}) =>
  step! > 0 && step! <= high! - low!
    ? undefined
    : {
        ...{path: ['step'], expected: `a number above 0 and up to ${tidy(high! - low!)}, the whole range,`},
        ...{got: step, remedy: tidy((high! - low!) / 4)},
      };
const edgeHasLogarithm: Rule = ({low, step}) =>
  low! > step! / 2
    ? undefined
    : {
        path: ['low'],
        expected: `a number above ${step! / 2}, half a step, for a scale by logarithm`,
        got: low,
      };

const kinds: {[Type in Range['type']]: Kind} = {
  choice: {keys: ['values'], rules: []},
  uniform: {keys: ['low', 'high'], rules: [inOrder]},
  'log-uniform': {keys: ['low', 'high'], rules: [hasLogarithm, inOrder]},
  'log-near-one': {keys: ['low', 'high'], rules: [belowOne, inOrder]},
  int: {keys: ['low', 'high'], rules: [whole('low'), whole('high'), inOrder]},
  quantized: {keys: ['low', 'high', 'step'], rules: [inOrder, stepFits]},
};
const withLog: readonly string[] = ['int', 'quantized'] satisfies Range['type'][];
const types = Object.keys(kinds);

/** Words of Optuna, Ludwig and others, by the ones that are used here. */
const synonyms: Readonly<Record<string, string>> = {
  ...{categories: 'values', choices: 'values', lower: 'low', min: 'low', upper: 'high', max: 'high'},
  ...{q: 'step', space: 'type', distribution: 'type'},
  ...{categorical: 'choice', grid_search: 'choice', float: 'uniform', loguniform: 'log-uniform'},
  ...{randint: 'int', integer: 'int', quniform: 'quantized', log_near_one: 'log-near-one'},
};

/**
 * The first misfit of what a person wrote for a parameter: one value, or a range.
 * @param known the range that the parameter has else, from which remedies are taken
 */
export function rangeMisfit(written: unknown, known?: Parameter): Misfit | undefined {
  if (isValue(written)) return undefined;
  if (!isMap(written))
    return {
      path: [],
      expected: 'a value, or keys such as `type`, `low` and `high`',
      got: written ?? undefined,
      remedy: known && shownRange(known),
    };
  return typeMisfit(written, known) ?? keyMisfit(written, known) ?? ruleMisfit(written, known);
}

/** What was written, as a range; the fixed value as a choice of one. @param written has no misfit */
export function rangeOf(written: unknown): Parameter {
  return isValue(written) ? {type: 'choice', values: [written]} : (written as Parameter);
}

function typeMisfit(written: Record<string, unknown>, known?: Parameter): Misfit | undefined {
  const {type} = written;
  if (typeof type === 'string' && types.includes(type)) return undefined;
  const other = type === undefined ? Object.keys(written).find((key) => synonyms[key] === 'type') : undefined;
  if (other) return {path: [other], expected: 'the key `type`', got: other, suggestion: meant('type')};
  const expected = `one of ${types.map((name) => `\`${name}\``).join(', ')}`;
  const close = synonyms[String(type)] ?? nearest(String(type), types);
  return {path: ['type'], expected, got: type, remedy: known?.type, ...(close && {suggestion: meant(close)})};
}

function keyMisfit(written: Record<string, unknown>, known?: Parameter): Misfit | undefined {
  const type = written.type as Range['type'];
  const {keys} = kinds[type];
  const allowed = ['type', ...keys, ...(withLog.includes(type) ? ['log'] : []), 'when'];
  for (const key of Object.keys(written))
    if (!allowed.includes(key)) {
      const expected = `the keys ${allowed.map((name) => `\`${name}\``).join(', ')} for \`${type}\``;
      const close = allowed.includes(synonyms[key] ?? '') ? synonyms[key] : nearest(key, allowed);
      return {path: [key], expected, got: key, suggestion: close ? meant(close) : `Leave out \`${key}\`.`};
    }
  for (const key of keys) {
    const misfit = key === 'values' ? valuesMisfit(written[key]) : numberMisfit(written[key]);
    const remedy = known?.type === type ? known[key as keyof Parameter] : undefined;
    if (misfit) return {remedy, ...misfit, path: [key, ...misfit.path]};
  }
  if (written.log !== undefined && typeof written.log !== 'boolean')
    return {path: ['log'], expected: 'true or false', got: written.log, remedy: true};
  return undefined;
}

function ruleMisfit(written: Record<string, unknown>, known?: Parameter): Misfit | undefined {
  const {type, log} = written as {type: Range['type']; log?: boolean};
  const logRules = [hasLogarithm, ...(type === 'quantized' ? [edgeHasLogarithm] : [])];
  for (const rule of [...kinds[type].rules, ...(log ? logRules : [])]) {
    const misfit = rule(written as Numbers);
    const usual = known?.type === type ? known[misfit?.path[0] as keyof Parameter] : undefined;
    if (misfit) return {remedy: usual, ...misfit};
  }
  return undefined;
}

function numberMisfit(value: unknown): Misfit | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return undefined;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return {
    ...{path: [], expected: 'a number', got: value ?? undefined},
    ...(Number.isFinite(number) && {remedy: number}),
  };
}

function valuesMisfit(values: unknown): Misfit | undefined {
  if (!Array.isArray(values))
    return {
      path: [],
      expected: 'a list',
      got: values ?? undefined,
      ...(isValue(values) && {remedy: [values]}),
    };
  if (values.length === 0) return {path: [], expected: 'a list that is not empty', got: values};
  const odd = values.findIndex((value) => !isValue(value));
  if (odd >= 0) return {path: [odd], expected: 'text, a number, true or false', got: values[odd]};
  const twice = values.findIndex((value, at) => values.indexOf(value) < at);
  if (twice < 0) return undefined;
  return {path: [twice], expected: 'each value once', got: values[twice], remedy: [...new Set(values)]};
}

function shownRange({when: _when, shape: _shape, ...range}: Parameter): Range {
  return range;
}

function isValue(value: unknown): value is Value {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function meant(name: string): string {
  return `Did you mean \`${name}\`?`;
}

/** Without the rounding of a difference. */
function tidy(number: number): number {
  return Number(number.toPrecision(6));
}
