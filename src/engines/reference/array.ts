import {type ElementType, size, type Tensor} from '../../base/tensor.js';

/**
 * What the reference computes with: every number is a double, whatever the graph's type, so that finite differences
 * are sharp. Truth values are 0 and 1.
 */
export interface Numbers {
  type: Exclude<ElementType, 'string'>;
  shape: readonly number[];
  data: Float64Array;
}

export interface Strings {
  type: 'string';
  shape: readonly number[];
  data: string[];
}

export type Operand = Numbers | Strings;

export function numbers(type: Numbers['type'], shape: readonly number[], data: ArrayLike<number>): Numbers {
  return {type, shape, data: data instanceof Float64Array ? data : Float64Array.from(data)};
}

export function fromTensor({type, shape, data}: Tensor): Operand {
  if (type === 'string') return {type, shape, data: data as string[]};
  return numbers(type, shape, Float64Array.from(data as ArrayLike<number | bigint>, Number));
}

export function toTensor({type, shape, data}: Operand): Tensor {
  if (type === 'string') return {type, shape, data};
  const as = {
    float: () => Float32Array.from(data),
    double: () => data,
    int64: () => BigInt64Array.from(data, (value) => BigInt(value)),
    int32: () => Int32Array.from(data),
    bool: () => Uint8Array.from(data),
  };
  return {type, shape, data: as[type]()};
}

export function asNumbers(operand: Operand): Numbers {
  if (operand.type === 'string') throw new Error('Expected numbers, got text.');
  return operand;
}

/** How far one step along each axis moves in row-major data. */
export function strides(shape: readonly number[]): number[] {
  return shape.map((_, axis) => size(shape.slice(axis + 1)));
}

/** For each element of `to`, the place in data of shape `from` that broadcasting reads. */
export function broadcastPlaces(from: readonly number[], to: readonly number[]): Uint32Array {
  const lead = to.length - from.length;
  const steps = strides(from).map((step, axis) => (from[axis] === 1 ? 0 : step));
  const outer = strides(to);
  return Uint32Array.from({length: size(to)}, (_, place) =>
    to.reduce((sum, length, axis) => {
      if (axis < lead) return sum;
      return sum + (Math.floor(place / outer[axis]!) % length) * steps[axis - lead]!;
    }, 0),
  );
}
