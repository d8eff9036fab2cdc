import {size} from '../../base/tensor.js';
import {broadcast, normalizeAxis} from '../../graph/shape.js';
import {asNumbers, broadcastPlaces, type Numbers, numbers, type Operand, strides} from './array.js';
import type {Kernel, Kernels} from './kernel.js';

/** Ops that sum, or otherwise fold, along an axis. */
export const contraction: Kernels = {
  ArgMax: ([x], {axis, keepdims}) => [argMax(asNumbers(x!), axis as number, keepdims !== 0)],
  LogSoftmax: ([x]) => [alongLast(asNumbers(x!), (row) => row.map((value) => value - logSumExp(row)))],
  MatMul: ([a, b]) => [matMul(asNumbers(a!), asNumbers(b!))],
  ReduceMax: reduction((values) => values.reduce((a, b) => Math.max(a, b))),
  ReduceMean: reduction((values) => values.reduce((a, b) => a + b) / values.length),
  ReduceSum: reduction((values) => values.reduce((a, b) => a + b, 0)),
  Softmax: ([x]) => [alongLast(asNumbers(x!), (row) => row.map((value) => Math.exp(value - logSumExp(row))))],
};

function matMul(a: Numbers, b: Numbers): Operand {
  const [m, k, n] = [a.shape.at(-2)!, a.shape.at(-1)!, b.shape.at(-1)!];
  const lead = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)) as number[];
  const left = broadcastPlaces(a.shape.slice(0, -2), lead);
  const right = broadcastPlaces(b.shape.slice(0, -2), lead);
  const data = new Float64Array(size(lead) * m * n);
  for (let matrix = 0; matrix < size(lead); matrix += 1)
    for (let i = 0; i < m; i += 1)
      for (let j = 0; j < n; j += 1) {
        let sum = 0;
        for (let at = 0; at < k; at += 1)
          sum += a.data[(left[matrix]! * m + i) * k + at]! * b.data[(right[matrix]! * k + at) * n + j]!;
        data[(matrix * m + i) * n + j] = sum;
      }
  return numbers(a.type, [...lead, m, n], data);
}

function reduction(fold: (values: number[]) => number): Kernel {
  return ([operand, axesOperand], {keepdims}) => {
    const x = asNumbers(operand!);
    const axes = Array.from(asNumbers(axesOperand!).data, (axis) => normalizeAxis(axis, x.shape.length));
    const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
    const groups = Array.from({length: size(kept)}, (): number[] => []);
    placesIn(x.shape, kept).forEach((place, i) => {
      groups[place]!.push(x.data[i]!);
    });
    const shape = keepdims === 0 ? x.shape.filter((_, axis) => !axes.includes(axis)) : kept;
    return [numbers(x.type, shape, groups.map(fold))];
  };
}

/** For each element of the whole, its place in the reduced shape. */
function placesIn(whole: readonly number[], reduced: readonly number[]): Uint32Array {
  const outer = strides(whole);
  const steps = strides(reduced).map((step, axis) => (reduced[axis] === 1 ? 0 : step));
  return Uint32Array.from({length: size(whole)}, (_, i) =>
    whole.reduce((sum, length, axis) => sum + (Math.floor(i / outer[axis]!) % length) * steps[axis]!, 0),
  );
}

function argMax(x: Numbers, axis: number, keep: boolean): Operand {
  const along = normalizeAxis(axis, x.shape.length);
  const kept = x.shape.map((length, at) => (at === along ? 1 : length));
  const groups = Array.from({length: size(kept)}, (): number[] => []);
  placesIn(x.shape, kept).forEach((place, i) => {
    groups[place]!.push(x.data[i]!);
  });
  const shape = keep ? kept : x.shape.filter((_, at) => at !== along);
  return numbers(
    'int64',
    shape,
    groups.map((values) => values.indexOf(values.reduce((a, b) => Math.max(a, b)))),
  );
}

function alongLast(x: Numbers, compute: (row: Float64Array) => Float64Array): Operand {
  const width = x.shape.at(-1)!;
  const data = new Float64Array(x.data.length);
  for (let start = 0; start < data.length; start += width)
    data.set(compute(x.data.subarray(start, start + width)), start);
  return numbers(x.type, x.shape, data);
}

function logSumExp(row: Float64Array): number {
  const top = row.reduce((a, b) => Math.max(a, b));
  return top + Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0));
}
