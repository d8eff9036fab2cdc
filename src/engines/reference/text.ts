import type {Attributes} from '../../graph/ops/op.js';
import {numbers, type Operand} from './array.js';
import type {Kernels} from './kernel.js';

/** Ops over text and dictionaries. */
export const text: Kernels = {
  LabelEncoder: ([x], attributes) => [labelEncoder(x!, attributes)],
  RegexFullMatch: ([x], {pattern}) => {
    const whole = new RegExp(`^(?:${pattern})$`);
    return [
      numbers(
        'bool',
        x!.shape,
        asStrings(x!).map((value) => Number(whole.test(value))),
      ),
    ];
  },
  StringConcat: ([a, b]) => {
    const right = asStrings(b!);
    const data = asStrings(a!).map((left, i) => left + right[right.length === 1 ? 0 : i]!);
    return [{type: 'string', shape: a!.shape, data}];
  },
  StringSplit: ([x], attributes) => stringSplit(x!, attributes),
  TfIdfVectorizer: ([x], attributes) => [countWords(x!, attributes)],
};

function asStrings(operand: Operand): string[] {
  if (operand.type !== 'string') throw new Error('Expected text, got numbers.');
  return operand.data;
}

/** Without a delimiter, runs of spaces divide. */
function stringSplit(
  x: Operand,
  {delimiter = '', maxsplit = Number.POSITIVE_INFINITY}: Attributes,
): Operand[] {
  const rows = asStrings(x).map((value) => pieces(value, delimiter as string, maxsplit as number));
  const most = Math.max(...rows.map(({length}) => length));
  const data = rows.flatMap((row) => Array.from({length: most}, (_, i) => row[i] ?? ''));
  const counts = rows.map(({length}) => length);
  return [{type: 'string', shape: [...x.shape, most], data}, numbers('int64', x.shape, counts)];
}

function pieces(value: string, delimiter: string, most: number): string[] {
  if (value === '') return [];
  if (delimiter === '') return words(value, most);
  const all = value.split(delimiter);
  return all.length <= most + 1 ? all : [...all.slice(0, most), all.slice(most).join(delimiter)];
}

/** Runs of spaces divide, as often as is allowed; the rest is one piece. */
function words(value: string, most: number): string[] {
  const found: string[] = [];
  let rest = value.replace(/^ +| +$/g, '');
  while (rest !== '' && found.length < most) {
    const [word = ''] = rest.split(' ', 1);
    found.push(word);
    rest = rest.slice(word.length).replace(/^ +/, '');
  }
  return rest === '' ? found : [...found, rest];
}

function countWords(x: Operand, {pool_strings, ngram_indexes}: Attributes): Operand {
  const pool = new Map((pool_strings as string[]).map((word, i) => [word, (ngram_indexes as number[])[i]!]));
  const [rows, width] = [x.shape[0]!, x.shape[1]!];
  const outputs = Math.max(...pool.values()) + 1;
  const data = new Float64Array(rows * outputs);
  asStrings(x).forEach((word, i) => {
    const output = pool.get(word);
    if (output !== undefined) data[Math.floor(i / width) * outputs + output]! += 1;
  });
  return numbers('float', [rows, outputs], data);
}

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
