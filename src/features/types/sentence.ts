import {strings} from '../../base/tensor.js';
import {identifier, literal} from '../../data/identifier.js';
import type {ColumnProfile} from '../../data/profile.js';
import type {Builder, Value} from '../../graph/ops/op.js';
import {percent} from '../wording.js';
import type {Detection, FeatureType, FittedColumn} from './feature-type.js';

/** A word is known when it is in this many training rows at least, and in no more than this share of them. */
const minimumRows = 5;
const largestShare = 0.8;
/** The most frequent of these are counted, each in the spellings that it has in the training rows. */
const mostWords = 50;
const mostSpellings = 50;
/** Words of a text that are looked at: the graph holds as many pieces for each row as its longest text has. */
const mostRead = 1000;

interface Word {
  word: string;
  forms: string[];
}

/**
 * Running text: how many words it has and how often each known one occurs, of its first thousand. Spaces divide words; `Cat,` and `cat` are
 * spellings of one word. No operator of ONNX turns letters small on every machine, so the spellings are listed.
 */
export const sentence: FeatureType = {
  summary: 'Running text.',
  usable: true,
  accepts: ['string'],
  detect,
  fit: ({name}, relation) => `WITH tokens AS (
      SELECT unnest(list_distinct(string_split(${identifier(name)}, ' '))) AS form FROM ${relation}
    ), spellings AS (
      SELECT form, lower(regexp_replace(form, '^[^\\pL\\pN]+|[^\\pL\\pN]+$', '', 'g')) AS word, count(*) AS times
      FROM tokens WHERE NOT contains(form, chr(0)) GROUP BY form
    )
    SELECT word, sum(times) AS times, list(form ORDER BY times DESC, form)[:${mostSpellings}] AS forms
    FROM spellings WHERE word <> '' GROUP BY word
    HAVING sum(times) BETWEEN ${minimumRows} AND ${largestShare} * (SELECT count(*) FROM ${relation})
    ORDER BY times DESC, word LIMIT ${mostWords}`,
  fitted: (rows) => ({words: rows.map(({word, forms}) => ({word: String(word), forms: forms as string[]}))}),
  columns: (column) =>
    [`${column.name}.words`, ...known(column).map(({word}) => `${column.name}: ${word}`)].map((name) => ({
      name,
      encoding: {kind: 'numeric'},
    })),
  sql: (column) => {
    const text = identifier(column.name);
    return [tokensSql(text), ...known(column).map(({forms}) => tokensSql(text, forms))];
  },
  graph: countsGraph,
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

function detect({raw, rows, missing, distinct, meanWords}: ColumnProfile): Detection {
  const present = rows - missing;
  const reason = `${meanWords.toFixed(1)} words a value, ${distinct} distinct values in ${present} rows.`;
  if (raw === 'number' || present === 0) return {confidence: 0, reason};
  const share = distinct / present;
  if (meanWords >= 5 && share > 0.5) return {confidence: 0.9, reason};
  if (meanWords >= 3.5 && share > 0.5) return {confidence: 0.6, reason};
  return {confidence: 0.05, reason: `${reason.slice(0, -1)} (${percent(share)}).`};
}

function known({fitted}: FittedColumn): Word[] {
  return (fitted as unknown as {words: Word[]}).words;
}

/** How many of the words of a text are among `forms`; without them, how many words it has. */
function tokensSql(text: string, forms?: readonly string[]): string {
  const words = `list_filter(string_split(${text}, ' '), lambda word: word <> '')[:${mostRead}]`;
  const counted = forms
    ? `list_filter(${words}, lambda word: word IN (${forms.map(literal).join(', ')}))`
    : words;
  return `CAST(len(${counted}) AS FLOAT)`;
}

function countsGraph(builder: Builder, raw: Value, column: FittedColumn): Value[] {
  const words = known(column);
  // A word that is not known, at the end, so that even a batch of empty texts has words to look at.
  const text = builder.emit('StringConcat', [raw, builder.constant(strings([], [' .']))]);
  const [tokens, count] = builder.emitAll('StringSplit', [text], {delimiter: '', maxsplit: mostRead});
  const total = builder.emit('Sub', [builder.emit('Cast', [count!], {to: 'float'}), builder.scalar(1)]);
  const isMissing = builder.emit('Equal', [raw, builder.constant(strings([], ['']))]);
  return [total, ...(words.length === 0 ? [] : wordCounts(builder, tokens!, words))].map((value) =>
    builder.emit('Where', [isMissing, builder.scalar(Number.NaN), value]),
  );
}

function wordCounts(builder: Builder, tokens: Value, words: readonly Word[]): Value[] {
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
    .emitAll('Split', [counts, ones], {axis: 1})
    .map((one) => builder.emit('Reshape', [one, builder.integers([-1])]));
}
