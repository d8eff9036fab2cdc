import type {Attributes} from '../../graph/ops/op.js';
import {numbers, type Operand} from './array.js';
import type {Kernels} from './kernel.js';

/** Ops over text and dictionaries. */
export const text: Kernels = {
  LabelEncoder: ([x], attributes) => [labelEncoder(x!, attributes)],
};

function labelEncoder(x: Operand, attributes: Attributes): Operand {
  const list = (prefix: string) =>
    Object.entries(attributes).find(([name]) => name.startsWith(prefix)) as [string, (string | number)[]];
  const [[, keys], [valuesName, values], [, fallback]] = [list('keys_'), list('values_'), list('default_')];
  const dictionary = new Map(
    keys.map((key, i) => [typeof key === 'number' ? Math.fround(key) : key, values[i]!]),
  );
  const found = Array.from(x.data as ArrayLike<string | number>, (key) => dictionary.get(key) ?? fallback);
  if (valuesName === 'values_strings')
    return {type: 'string', shape: x.shape, data: found as unknown as string[]};
  return numbers(valuesName === 'values_int64s' ? 'int64' : 'float', x.shape, found as unknown as number[]);
}
