import type {DataTypeMap, Tensor as DeviceTensor} from '@tensorflow/tfjs-core';
import {AdlError} from '../../base/errors.js';
import type {ElementType, Tensor} from '../../base/tensor.js';
import type {Library} from './kernel.js';

export type NumberType = Exclude<ElementType, 'string'>;

/** TensorFlow.js knows no other types of numbers. */
export const deviceTypes = {
  float: 'float32',
  double: 'float32',
  int64: 'int32',
  int32: 'int32',
  bool: 'bool',
} as const satisfies Record<NumberType, keyof DataTypeMap>;

/** @throws ENGINE_LACKS_OP for text and for whole numbers of more than 32 bits */
export function toDevice(tf: Library, name: string, {type, shape, data}: Tensor): DeviceTensor {
  const dtype = deviceTypes[numberType(name, type)];
  const values =
    type === 'int64'
      ? within32Bits(name, data as BigInt64Array)
      : type === 'double'
        ? new Float32Array(data as Float64Array)
        : data;
  return tf.tensor(
    values as Exclude<Tensor['data'], string[] | BigInt64Array | Float64Array>,
    [...shape],
    dtype,
  );
}

/** The values of a tensor of the device, which stays; never its own memory. */
export async function fromDevice(type: NumberType, tensor: DeviceTensor): Promise<Tensor> {
  const values = await tensor.data();
  const as = {
    float: () => new Float32Array(values),
    double: () => new Float64Array(values),
    int64: () => BigInt64Array.from(values as Int32Array, (value) => BigInt(value)),
    int32: () => new Int32Array(values),
    bool: () => new Uint8Array(values),
  };
  return {type, shape: [...tensor.shape], data: as[type]()};
}

/** @throws ENGINE_LACKS_OP for text */
export function numberType(name: string, type: ElementType): NumberType {
  if (type !== 'string') return type;
  throw new AdlError(
    'ENGINE_LACKS_OP',
    `The engine \`tensorflow\` takes numbers; the value \`${name}\` is text.`,
    {
      suggestions: ['adl build --engine onnxruntime'],
    },
  );
}

function within32Bits(name: string, data: BigInt64Array): Int32Array {
  return Int32Array.from(data, (value) => {
    if (BigInt.asIntN(32, value) === value) return Number(value);
    throw new AdlError(
      'ENGINE_LACKS_OP',
      `The engine \`tensorflow\` takes whole numbers of 32 bits; the value \`${name}\` holds ${value}.`,
      {suggestions: ['adl build --engine onnxruntime']},
    );
  });
}
