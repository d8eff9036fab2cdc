import {type ElementType, size} from '../../base/tensor.js';
import {broadcast, normalizeAxis} from '../../graph/shape.js';
import {asNumbers, broadcastPlaces, type Numbers, numbers, type Operand, strides} from './array.js';
import type {Kernels} from './kernel.js';

/** Ops that move values without changing them, and Cast. */
export const layout: Kernels = {
  Cast: ([x], {to}) => [cast(asNumbers(x!), to as Numbers['type'])],
  Concat: (inputs, {axis}) => [concat(inputs, axis as number)],
  Expand: ([x, shape]) => {
    const to = broadcast(x!.shape, integers(shape!)) as number[];
    return [pick(x!, to, broadcastPlaces(x!.shape, to))];
  },
  Gather: ([data, indices], {axis}) => [gather(data!, asNumbers(indices!), axis as number)],
  Identity: ([x]) => [x!],
  Reshape: ([x, shape]) => [{...x!, shape: reshaped(x!.shape, integers(shape!))}],
  ScatterElements: ([data, indices, updates], {axis}) => [
    scatterAdd(asNumbers(data!), asNumbers(indices!), asNumbers(updates!), axis as number),
  ],
  ScatterND: ([data, indices, updates]) => [
    addRows(asNumbers(data!), asNumbers(indices!), asNumbers(updates!)),
  ],
  Slice: ([x, starts, ends, axes]) => [slice(x!, integers(starts!), integers(ends!), integers(axes!))],
  Split: ([x, lengths], {axis}) => split(x!, integers(lengths!), axis as number),
  Transpose: ([x], {perm}) => [transpose(x!, perm as number[])],
};

function integers(operand: Operand): number[] {
  return Array.from(asNumbers(operand).data);
}

/** A new operand whose elements are the ones at `places`. */
function pick(x: Operand, shape: readonly number[], places: ArrayLike<number>): Operand {
  return x.type === 'string'
    ? {type: 'string', shape, data: Array.from(places, (place) => x.data[place]!)}
    : numbers(
        x.type,
        shape,
        Float64Array.from(places, (place) => x.data[place]!),
      );
}

function cast(x: Numbers, to: Exclude<ElementType, 'string'>): Operand {
  if (to === 'float') return numbers(to, x.shape, x.data);
  if (to === 'bool')
    return numbers(
      to,
      x.shape,
      x.data.map((value) => Number(value !== 0)),
    );
  return numbers(to, x.shape, to === 'double' ? x.data : x.data.map(Math.trunc));
}

function concat(inputs: readonly Operand[], axis: number): Operand {
  const first = inputs[0]!;
  const along = normalizeAxis(axis, first.shape.length);
  const total = inputs.reduce((sum, input) => sum + input.shape[along]!, 0);
  const shape = first.shape.map((length, at) => (at === along ? total : length));
  const blocks = size(shape.slice(0, along));
  const values: (string | number)[] = [];
  for (let block = 0; block < blocks; block += 1)
    for (const input of inputs) {
      const length = size(input.shape.slice(along));
      for (let i = 0; i < length; i += 1) values.push(input.data[block * length + i]!);
    }
  return first.type === 'string'
    ? {type: 'string', shape, data: values as string[]}
    : numbers(first.type, shape, values as number[]);
}

function gather(data: Operand, indices: Numbers, axis: number): Operand {
  const along = normalizeAxis(axis, data.shape.length);
  const [lead, length, rest] = [data.shape.slice(0, along), data.shape[along]!, data.shape.slice(along + 1)];
  const width = size(rest);
  const from = Array.from({length: size(lead)}, (_, block) => block * length * width).flatMap((block) =>
    Array.from(indices.data, (index) => block + (index < 0 ? index + length : index) * width),
  );
  const all = from.flatMap((start) => Array.from({length: width}, (_, at) => start + at));
  return pick(data, [...lead, ...indices.shape, ...rest], all);
}

function scatterAdd(data: Numbers, indices: Numbers, updates: Numbers, axis: number): Operand {
  const along = normalizeAxis(axis, data.shape.length);
  const [steps, outer] = [strides(data.shape), strides(updates.shape)];
  const result = data.data.slice();
  updates.data.forEach((update, i) => {
    const place = updates.shape.reduce((sum, length, at) => {
      const index = at === along ? indices.data[i]! : Math.floor(i / outer[at]!) % length;
      return sum + index * steps[at]!;
    }, 0);
    result[place] = result[place]! + update;
  });
  return numbers(data.type, data.shape, result);
}

function addRows(data: Numbers, indices: Numbers, updates: Numbers): Operand {
  const sums = Float64Array.from(data.data);
  const width = sums.length / data.shape[0]!;
  indices.data.forEach((row, at) => {
    for (let column = 0; column < width; column += 1)
      sums[row * width + column]! += updates.data[at * width + column]!;
  });
  return numbers(data.type, data.shape, sums);
}

function reshaped(from: readonly number[], to: readonly number[]): number[] {
  const kept = to.map((length, axis) => (length === 0 ? from[axis]! : length));
  const free = kept.indexOf(-1);
  return free < 0 ? kept : kept.with(free, size(from) / -size(kept));
}

function slice(x: Operand, starts: number[], ends: number[], axes: number[]): Operand {
  const range = x.shape.map((length, axis) => {
    const at = axes.indexOf(axis);
    return at < 0
      ? {from: 0, length}
      : {from: starts[at]!, length: Math.min(ends[at]!, length) - starts[at]!};
  });
  const shape = range.map(({length}) => length);
  return pick(
    x,
    shape,
    places(shape, (index, axis) => (index + range[axis]!.from) * strides(x.shape)[axis]!),
  );
}

function split(x: Operand, lengths: number[], axis: number): Operand[] {
  const along = normalizeAxis(axis, x.shape.length);
  let from = 0;
  return lengths.map((length) => {
    const piece = slice(x, [from], [from + length], [along]);
    from += length;
    return piece;
  });
}

function transpose(x: Operand, order: number[]): Operand {
  const steps = strides(x.shape);
  const shape = order.map((axis) => x.shape[axis]!);
  return pick(
    x,
    shape,
    places(shape, (index, axis) => index * steps[order[axis]!]!),
  );
}

/** For each element of a shape, the sum over its axes of `offset(index, axis)`. */
function places(shape: readonly number[], offset: (index: number, axis: number) => number): Uint32Array {
  const outer = strides(shape);
  return Uint32Array.from({length: size(shape)}, (_, i) =>
    shape.reduce((sum, length, axis) => sum + offset(Math.floor(i / outer[axis]!) % length, axis), 0),
  );
}
