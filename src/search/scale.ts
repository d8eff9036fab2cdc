import type {Parameter, Value} from './space.js';

type Numeric = Exclude<Parameter, {type: 'choice'}>;

interface Warp {
  there(x: number): number;
  back(y: number): number;
  /** A value made larger, or smaller, by a factor, in the unit in which that means most. */
  times(x: number, factor: number): number;
}

const plain: Warp = {there: (x) => x, back: (y) => y, times: (x, factor) => x * factor};
const logarithmic: Warp = {there: Math.log, back: Math.exp, times: (x, factor) => x * factor};
const nearOne: Warp = {
  there: (x) => -Math.log(1 - x),
  back: (y) => 1 - Math.exp(-y),
  times: (x, factor) => 1 - (1 - x) * factor,
};

/** What is even about a kind of parameter: equal lengths of the warped range are equally likely. */
const warps: {[Type in Numeric['type']]: (parameter: Extract<Numeric, {type: Type}>) => Warp} = {
  uniform: () => plain,
  'log-uniform': () => logarithmic,
  'log-near-one': () => nearOne,
  int: ({log}) => (log ? logarithmic : plain),
  quantized: ({log}) => (log ? logarithmic : plain),
};

const mostListed = 100_000;

/** The value at u in [0, 1): equal shares of it are equally likely. */
export function valueAt(parameter: Parameter, u: number): Value {
  if (parameter.type === 'choice') return parameter.values[Math.floor(u * parameter.values.length)]!;
  const {there, back} = warpOf(parameter);
  const [from, to] = ends(parameter);
  return settled(parameter, back(there(from) + u * (there(to) - there(from))));
}

/** Where a number lies between the ends of its range, in [0, 1]. */
export function placeOf(parameter: Numeric, value: number): number {
  const {there} = warpOf(parameter);
  const [from, to] = ends(parameter).map(there) as [number, number];
  return to > from ? Math.min(1, Math.max(0, (there(value) - from) / (to - from))) : 0.5;
}

/** Between which places all is one value; undefined where every place has its own. */
export function cellOf(parameter: Numeric, value: number): [number, number] | undefined {
  const step = stepOf(parameter);
  if (step === undefined) return undefined;
  return [placeOf(parameter, value - step / 2), placeOf(parameter, value + step / 2)];
}

/** How many values there are; Infinity for a continuum. */
export function countOf(parameter: Parameter): number {
  if (parameter.type === 'choice') return parameter.values.length;
  if (parameter.low === parameter.high) return 1;
  return stepOf(parameter) === undefined ? Infinity : stepsOf(parameter) + 1;
}

/** Every value; undefined where they are too many to be listed. */
export function valuesOf(parameter: Parameter): readonly Value[] | undefined {
  if (parameter.type === 'choice') return parameter.values;
  if (countOf(parameter) > mostListed) return undefined;
  const step = stepOf(parameter);
  if (step === undefined) return [parameter.low];
  return Array.from({length: stepsOf(parameter) + 1}, (_, at) =>
    settled(parameter, parameter.low + at * step),
  );
}

/** A few values of a parameter that cover it: all of a choice, else both ends and the middle. */
export function gridOf(parameter: Parameter): readonly Value[] {
  if (parameter.type === 'choice') return parameter.values;
  const last = settled(parameter, parameter.high);
  return [...new Set([parameter.low, valueAt(parameter, 0.5), last])];
}

/** The value of a parameter that is closest to one which it may not have. */
export function closest(parameter: Parameter, value: Value): Value {
  if (parameter.type !== 'choice')
    return typeof value === 'number' ? settled(parameter, value) : valueAt(parameter, 0.5);
  if (parameter.values.includes(value)) return value;
  const far = (other: Value) => Math.abs(Number(other) - Number(value));
  return parameter.values.reduce((best, other) => (far(other) < far(best) ? other : best));
}

/** One step away: a number times a factor, the next value at least; in a list, the one before or after. */
export function perturbed(parameter: Parameter, value: Value, factor: number): Value {
  if (parameter.type === 'choice') {
    const at = parameter.values.indexOf(value) + (factor > 1 ? 1 : -1);
    return parameter.values[Math.min(parameter.values.length - 1, Math.max(0, at))]!;
  }
  const moved = settled(parameter, warpOf(parameter).times(Number(value), factor));
  const step = stepOf(parameter);
  if (moved !== value || step === undefined) return moved;
  return settled(parameter, Number(value) + (factor > 1 ? step : -step));
}

/** On the grid of its steps and within its range. */
function settled(parameter: Numeric, value: number): number {
  const {low, high} = parameter;
  const step = stepOf(parameter);
  if (step === undefined) return Math.min(high, Math.max(low, value));
  const at = Math.min(stepsOf(parameter), Math.max(0, Math.round((value - low) / step)));
  return Number((low + at * step).toPrecision(12));
}

/** From the lower edge of the first value to the upper edge of the last. */
function ends(parameter: Numeric): [number, number] {
  const {low, high} = parameter;
  const step = stepOf(parameter);
  return step === undefined ? [low, high] : [low - step / 2, low + (stepsOf(parameter) + 0.5) * step];
}

function stepsOf(parameter: Numeric): number {
  return Math.floor((parameter.high - parameter.low) / stepOf(parameter)! + 1e-9);
}

function stepOf(parameter: Numeric): number | undefined {
  if (parameter.type === 'int') return 1;
  return parameter.type === 'quantized' ? parameter.step : undefined;
}

function warpOf(parameter: Numeric): Warp {
  return (warps[parameter.type] as (parameter: Numeric) => Warp)(parameter);
}
