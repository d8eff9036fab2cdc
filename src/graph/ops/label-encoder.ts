import type {ElementType} from '../../base/tensor.js';
import {strings} from '../../base/tensor.js';
import type {Op} from './op.js';

/** A dictionary from keys to values, with a default for every other key. Exactly one `keys_` and one `values_` are given. */
export const labelEncoder: Op = {
  domain: 'ai.onnx.ml',
  attributes: {
    keys_strings: 'strings',
    keys_int64s: 'ints',
    keys_floats: 'floats',
    values_strings: 'strings',
    values_int64s: 'ints',
    values_floats: 'floats',
    default_string: 'string',
    default_int64: 'int',
    default_float: 'float',
  },
  infer: ({inputs: [x], attributes}) => {
    const values = Object.keys(attributes).find((name) => name.startsWith('values_'));
    const types: Record<string, ElementType> = {
      values_strings: 'string',
      values_int64s: 'int64',
      values_floats: 'float',
    };
    if (!values) throw new Error('LabelEncoder needs its values.');
    return [{type: types[values]!, shape: x!.shape}];
  },
  example: {
    inputs: [strings([4], ['red', 'green', '', 'mauve'])],
    attributes: {keys_strings: ['', 'green', 'red'], values_int64s: [0, 2, 3], default_int64: 1},
  },
};
