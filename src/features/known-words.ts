import {strings} from '../base/tensor.js';
import {identifier, literal} from '../data/identifier.js';
import type {Builder, Value} from '../graph/ops/op.js';
import {tfIdfGraph, tfIdfSql} from './tf-idf.js';

/** A word is known when it is in this many training rows at least, and in no more than this share of them. */
const minimumRows = 5;
const largestShare = 0.8;
/** The most frequent of these are counted, each in the spellings that it has in the training rows. */
const mostWords = 50;
const mostSpellings = 50;
/** Words of a text that are looked at: the graph holds as many pieces for each row as its longest text has. */
const mostRead = 1000;

/** A word with the spellings that it has in the training rows: `Cat,` and `cat` are one. */
export interface KnownWord {
  word: string;
  forms: string[];
}

/** What a text is divided by. Several spaces are as one; between two commas there is an empty word. */
export type Delimiter = ' ' | ',' | ';' | '|';

/** The statement that gives the known words of a column, `word` and `forms`. @param delimiter SQL of one */
export function knownWordsSql(name: string, relation: string, delimiter: string): string {
  return `WITH tokens AS (
      SELECT unnest(list_distinct(string_split(${identifier(name)}, ${delimiter}))) AS form FROM ${relation}
    ), spellings AS (
      SELECT form, lower(regexp_replace(form, '^[^\\pL\\pN]+|[^\\pL\\pN]+$', '', 'g')) AS word, count(*) AS times
      FROM tokens WHERE NOT contains(form, chr(0)) GROUP BY form
    )
    SELECT word, sum(times) AS times, list(form ORDER BY times DESC, form)[:${mostSpellings}] AS forms
    FROM spellings WHERE word <> '' GROUP BY word
    HAVING sum(times) BETWEEN ${minimumRows} AND ${largestShare} * (SELECT count(*) FROM ${relation})
    ORDER BY times DESC, word LIMIT ${mostWords}`;
}

export function knownWords(rows: readonly Record<string, unknown>[]): KnownWord[] {
  return rows.map(({word, forms}) => ({word: String(word), forms: forms as string[]}));
}

/**
 * How many words a text has, and how often each known one occurs in it: SQL, FLOAT.
 * @param weights of the known words: with them TF-IDF instead of how often
 */
export function wordCountsSql(
  text: string,
  words: readonly KnownWord[],
  delimiter: Delimiter,
  weights?: readonly number[],
): string[] {
  const pieces = `string_split(${text}, ${literal(delimiter)})`;
  const all = delimiter === ' ' ? `list_filter(${pieces}, lambda word: word <> '')` : pieces;
  const read = `${all}[:${mostRead}]`;
  const count = (list: string) => `CAST(len(${list}) AS FLOAT)`;
  const known = ({forms}: KnownWord) =>
    count(`list_filter(${read}, lambda word: word IN (${forms.map(literal).join(', ')}))`);
  const counts = words.map(known);
  return [count(read), ...(weights ? tfIdfSql(counts, weights) : counts)];
}

/** The same as nodes: [N] each, NaN where the text is empty. */
export function wordCountsGraph(
  builder: Builder,
  raw: Value,
  words: readonly KnownWord[],
  delimiter: Delimiter,
  weights?: readonly number[],
): Value[] {
  // A word that is not known, at the end, so that even a batch of empty texts has words to look at.
  const text = builder.emit('StringConcat', [raw, builder.constant(strings([], [`${delimiter}.`]))]);
  const attributes = {delimiter: delimiter === ' ' ? '' : delimiter, maxsplit: mostRead};
  const [tokens, count] = builder.emitAll('StringSplit', [text], attributes);
  const total = builder.emit('Sub', [builder.emit('Cast', [count!], {to: 'float'}), builder.scalar(1)]);
  const isMissing = builder.emit('Equal', [raw, builder.constant(strings([], ['']))]);
  return [total, ...(words.length === 0 ? [] : timesOf(builder, tokens!, words, weights))].map((value) =>
    builder.emit('Where', [isMissing, builder.scalar(Number.NaN), value]),
  );
}

function timesOf(
  builder: Builder,
  tokens: Value,
  words: readonly KnownWord[],
  weights?: readonly number[],
): Value[] {
  const pool = words.flatMap(({forms}, at) => forms.map((form) => ({form, at})));
  const counts = builder.emit('TfIdfVectorizer', [tokens], {
    max_gram_length: 1,
    max_skip_count: 0,
    min_gram_length: 1,
    mode: 'TF',
    ngram_counts: [0],
    ngram_indexes: pool.map(({at}) => at),
    pool_strings: pool.map(({form}) => form),
  });
  const ones = builder.integers(words.map(() => 1));
  return builder
    .emitAll('Split', [weights ? tfIdfGraph(builder, counts, weights) : counts, ones], {axis: 1})
    .map((one) => builder.emit('Reshape', [one, builder.integers([-1])]));
}
