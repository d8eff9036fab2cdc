/** The element types that the graphs use, by ONNX's names. */
export type ElementType = 'float' | 'double' | 'int64' | 'int32' | 'bool' | 'string';

export interface ElementData {
  float: Float32Array;
  double: Float64Array;
  int64: BigInt64Array;
  int32: Int32Array;
  bool: Uint8Array;
  string: string[];
}

/** Values in row-major order. A scalar has `shape` []. */
export interface Tensor<Type extends ElementType = ElementType> {
  type: Type;
  shape: readonly number[];
  data: ElementData[Type];
}

export function tensor<Type extends ElementType>(
  type: Type,
  shape: readonly number[],
  data: ElementData[Type],
): Tensor<Type> {
  if (size(shape) !== data.length)
    throw new Error(`A tensor of shape [${shape}] needs ${size(shape)} values, got ${data.length}.`);
  return {type, shape, data};
}

/** The number of elements of a shape. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

export function floats(shape: readonly number[], values: ArrayLike<number>): Tensor<'float'> {
  return tensor('float', shape, Float32Array.from(values));
}

export function doubles(shape: readonly number[], values: ArrayLike<number>): Tensor<'double'> {
  return tensor('double', shape, Float64Array.from(values));
}

export function int64s(shape: readonly number[], values: readonly number[]): Tensor<'int64'> {
  return tensor('int64', shape, BigInt64Array.from(values.map(BigInt)));
}

export function strings(shape: readonly number[], values: readonly string[]): Tensor<'string'> {
  return tensor('string', shape, [...values]);
}
