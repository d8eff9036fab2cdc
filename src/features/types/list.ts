import {identifier, literal} from '../../data/identifier.js';
import {
  type Delimiter,
  type KnownWord,
  knownWords,
  knownWordsSql,
  wordCountsGraph,
  wordCountsSql,
} from '../known-words.js';
import type {FeatureType, FittedColumn} from './feature-type.js';

/** What items may be divided by; of those that stand in equally many values the first is taken. */
const delimiters: readonly Delimiter[] = [',', ';', '|'];

interface Fitted {
  delimiter: Delimiter;
  items: KnownWord[];
}

/**
 * Several items in one value, such as `red,blue` or `['red', 'blue']`: how many, and how often each known one occurs. Brackets,
 * quotes and spaces around an item make it another spelling of the same.
 */
export const list: FeatureType = {
  summary: 'Several items in one value.',
  usable: true,
  accepts: ['string'],
  readable: () => 1,
  fit: ({name}, relation) => {
    const counts = delimiters.map(
      (delimiter) => `count_if(contains(${identifier(name)}, ${literal(delimiter)}))`,
    );
    const chosen = `(SELECT CASE greatest(${counts.join(', ')}) ${delimiters
      .map((delimiter, at) => `WHEN ${counts[at]} THEN ${literal(delimiter)}`)
      .join(' ')} END FROM ${relation})`;
    const items = knownWordsSql(name, relation, chosen);
    return `SELECT delimiter, word, forms FROM (SELECT ${chosen} AS delimiter) LEFT JOIN (${items}) ON true
      ORDER BY times DESC, word`;
  },
  fitted: (rows) => {
    const items = knownWords(rows.filter(({word}) => word !== null));
    const delimiter = String(rows[0]?.delimiter ?? ',');
    return {delimiter, items: items as unknown as {word: string; forms: string[]}[]};
  },
  columns: (column) =>
    [`${column.name}.items`, ...fittedOf(column).items.map(({word}) => `${column.name}: ${word}`)].map(
      (name) => ({
        name,
        encoding: {kind: 'numeric'},
      }),
    ),
  sql: (column) => {
    const {items, delimiter} = fittedOf(column);
    return wordCountsSql(identifier(column.name), items, delimiter);
  },
  graph: (builder, raw, column) => {
    const {items, delimiter} = fittedOf(column);
    return wordCountsGraph(builder, raw, items, delimiter);
  },
  example: {
    raw: 'string',
    values: [
      ...[
        'red,blue',
        "['red', 'blue']",
        'red',
        'blue, red',
        ',red,,blue,',
        'red,red',
        '[red]',
        'Red;blue',
        ',',
      ],
      ...['', null, ' ', '"red","green"', 'red,blue,été', `${'red,'.repeat(1500)}blue`],
    ],
  },
};

function fittedOf({fitted}: FittedColumn): Fitted {
  return fitted as unknown as Fitted;
}
