import {strings} from '../../base/tensor.js';
import type {Op} from './op.js';

const phrases = strings([3], ['a cat', 'the cat and the dog', '']);
const words = strings([2, 3], ['The', 'cat', 'the', '', 'dog', '']);

/** Whether the pattern, RE2's, matches the whole text. */
export const regexFullMatch: Op = {
  attributes: {pattern: 'string'},
  infer: ({inputs: [x]}) => [{type: 'bool', shape: x!.shape}],
  example: {inputs: [phrases], attributes: {pattern: '[a-z]+ [a-z]+'}},
};

/** One text after the other; the second is broadcast to the first. */
export const stringConcat: Op = {
  infer: ({inputs: [a]}) => [{type: 'string', shape: a!.shape}],
  example: {inputs: [phrases, strings([], [' .'])]},
};

/**
 * The pieces of each text, [...shape, most pieces], short ones filled up with '', and their numbers. How many pieces
 * there are at most shows at run time; with `maxsplit` the graph counts on some text having maxsplit + 1.
 */
export const stringSplit: Op = {
  attributes: {delimiter: 'string', maxsplit: 'int'},
  infer: ({inputs: [x], attributes}) => {
    const most =
      attributes.maxsplit === undefined ? `pieces of ${x!.name}` : (attributes.maxsplit as number) + 1;
    return [
      {type: 'string', shape: [...x!.shape, most]},
      {type: 'int64', shape: x!.shape},
    ];
  },
  example: {inputs: [phrases], attributes: {delimiter: ' ', maxsplit: 2}},
};

/** How often each word of the pool is in each row of words [N, w]: [N, outputs]. Words may share an output. */
export const tfIdfVectorizer: Op = {
  attributes: {
    max_gram_length: 'int',
    max_skip_count: 'int',
    min_gram_length: 'int',
    mode: 'string',
    ngram_counts: 'ints',
    ngram_indexes: 'ints',
    pool_strings: 'strings',
  },
  infer: ({inputs: [x], attributes}) => {
    if (attributes.max_gram_length !== 1)
      throw new Error('TfIdfVectorizer is only used for single words here.');
    const outputs = Math.max(...(attributes.ngram_indexes as number[])) + 1;
    return [{type: 'float', shape: [x!.shape[0]!, outputs]}];
  },
  example: {
    inputs: [words],
    attributes: {
      max_gram_length: 1,
      max_skip_count: 0,
      min_gram_length: 1,
      mode: 'TF',
      ngram_counts: [0],
      ngram_indexes: [0, 1, 0],
      pool_strings: ['The', 'cat', 'the'],
    },
  },
};
