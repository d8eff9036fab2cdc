import {size} from '../../base/tensor.js';
import {broadcast} from '../../graph/shape.js';
import {asNumbers, broadcastPlaces, type Numbers, numbers, type Operand} from './array.js';
import type {Kernel, Kernels} from './kernel.js';

export const elementwise: Kernels = {
  Abs: unary(Math.abs),
  Add: binary((a, b) => a + b),
  And: binary((a, b) => a * b),
  Cos: unary(Math.cos),
  Div: (inputs) => (isWhole(inputs[0]!) ? wholeQuotient : quotient)(inputs, {}),
  Equal: ([a, b]) => [equal(a!, b!)],
  Erf: unary(errorFunction),
  Exp: unary(Math.exp),
  Floor: unary(Math.floor),
  Greater: binary((a, b) => Number(a > b), 'bool'),
  IsInf: unary((x) => Number(Math.abs(x) === Number.POSITIVE_INFINITY), 'bool'),
  IsNaN: unary((x) => Number(Number.isNaN(x)), 'bool'),
  Less: binary((a, b) => Number(a < b), 'bool'),
  Log: unary(Math.log),
  Max: binary(Math.max),
  Min: binary(Math.min),
  Mod: binary((a, b) => a - b * Math.floor(a / b)),
  Mul: binary((a, b) => a * b),
  Neg: unary((x) => -x),
  Not: unary((x) => 1 - x),
  Or: binary(Math.max),
  Relu: unary((x) => Math.max(x, 0)),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Sin: unary(Math.sin),
  Sqrt: unary(Math.sqrt),
  Sub: binary((a, b) => a - b),
  Tanh: unary(Math.tanh),
  Where: ([condition, a, b]) => [where(asNumbers(condition!), a!, b!)],
};

const quotient = binary((a, b) => a / b);
/** Toward zero. */
const wholeQuotient = binary((a, b) => Math.trunc(a / b));

function isWhole({type}: Operand): boolean {
  return type === 'int32' || type === 'int64';
}

function unary(compute: (x: number) => number, type?: Numbers['type']): Kernel {
  return ([operand]) => {
    const x = asNumbers(operand!);
    return [numbers(type ?? x.type, x.shape, x.data.map(compute))];
  };
}

function binary(compute: (a: number, b: number) => number, type?: Numbers['type']): Kernel {
  return ([first, second]) => {
    const [a, b] = [asNumbers(first!), asNumbers(second!)];
    const shape = broadcast(a.shape, b.shape) as number[];
    const [left, right] = [broadcastPlaces(a.shape, shape), broadcastPlaces(b.shape, shape)];
    const data = Float64Array.from({length: size(shape)}, (_, i) =>
      compute(a.data[left[i]!]!, b.data[right[i]!]!),
    );
    return [numbers(type ?? a.type, shape, data)];
  };
}

/**
 * 2/√π ∫₀ˣ exp(−t²) dt: the series 2x/√π exp(−x²) Σ (2x²)ⁿ / (1·3·5…(2n+1)), whose terms are all of one sign
 * (Abramowitz and Stegun 7.1.6); 1 to the last bit beyond 6.
 */
function errorFunction(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return ((2 * x) / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** Of numbers or of text. */
function equal(a: Operand, b: Operand): Operand {
  const shape = broadcast(a.shape, b.shape) as number[];
  const [left, right] = [broadcastPlaces(a.shape, shape), broadcastPlaces(b.shape, shape)];
  return numbers(
    'bool',
    shape,
    Float64Array.from({length: size(shape)}, (_, i) => Number(a.data[left[i]!] === b.data[right[i]!])),
  );
}

function where(condition: Numbers, a: Operand, b: Operand): Operand {
  const shape = broadcast(condition.shape, broadcast(a.shape, b.shape)) as number[];
  const places = [condition, a, b].map((operand) => broadcastPlaces(operand.shape, shape));
  const chosen = Array.from({length: size(shape)}, (_, i) =>
    condition.data[places[0]![i]!] ? a.data[places[1]![i]!]! : b.data[places[2]![i]!]!,
  );
  return a.type === 'string'
    ? {type: 'string', shape, data: chosen as string[]}
    : numbers(a.type, shape, chosen as number[]);
}
