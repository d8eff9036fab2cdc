import {identifier} from '../../data/identifier.js';
import {type KnownWord, knownWords, knownWordsSql, wordCountsGraph, wordCountsSql} from '../known-words.js';
import {inverseFrequencies} from '../tf-idf.js';
import type {FeatureType, FittedColumn} from './feature-type.js';

/**
 * Running text: how many words it has and how often each known one occurs, of its first thousand. Spaces divide words; `Cat,`
 * and `cat` are spellings of one word. No operator of ONNX turns letters small on every machine, so the spellings are listed.
 */
export const sentence: FeatureType = {
  summary: 'Running text.',
  usable: true,
  accepts: ['string'],
  readable: () => 1,
  options: ['tfidf'],
  fit: ({name}, relation) =>
    `SELECT *, (SELECT count(${identifier(name)}) FROM ${relation}) AS texts
     FROM (${knownWordsSql(name, relation, "' '")}) ORDER BY times DESC, word`,
  fitted: (rows, {options}) => {
    const words = knownWords(rows) as unknown as {word: string; forms: string[]}[];
    const times = rows.map((row) => Number(row.times));
    return {words, ...(options?.tfidf && {weights: inverseFrequencies(times, Number(rows[0]?.texts ?? 0))})};
  },
  columns: (column) =>
    [`${column.name}.words`, ...known(column).map(({word}) => `${column.name}: ${word}`)].map((name) => ({
      name,
      encoding: {kind: 'numeric'},
    })),
  sql: (column) => wordCountsSql(identifier(column.name), known(column), ' ', weightsOf(column)),
  graph: (builder, raw, column) => wordCountsGraph(builder, raw, known(column), ' ', weightsOf(column)),
  example: {
    raw: 'string',
    values: [
      'The cat sat.',
      'a cat',
      'no  such   cat!',
      'the the',
      ' ',
      '',
      null,
      'cat\ncat',
      'CAT cat (cat)',
      'chat été',
      ` ${'cat  '.repeat(1500)}`,
    ],
  },
};

function known({fitted}: FittedColumn): KnownWord[] {
  return (fitted as unknown as {words: KnownWord[]}).words;
}

function weightsOf({fitted}: FittedColumn): number[] | undefined {
  return (fitted as {weights?: number[]}).weights;
}
