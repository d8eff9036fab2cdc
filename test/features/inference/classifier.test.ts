import {createHash} from 'node:crypto';
import {readFileSync, statSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {openDatabase} from '../../../src/data/database.js';
import {classify, modelCard} from '../../../src/features/inference/classifier.js';
import {featureNames} from '../../../src/features/inference/description.js';
import {rankTypes} from '../../../src/features/inference/ranked-column.js';
import {featureTypes} from '../../../src/features/types/registry.js';

const model = 'src/features/inference/model.onnx';

describe('the shipped classifier', () => {
  it('is what its card says, takes what a column is described by, and gives feature types', () => {
    const card = modelCard();
    expect(createHash('sha256').update(readFileSync(model)).digest('hex')).toBe(card.sha256);
    expect(statSync(model).size).toBeLessThan(2e6);
    expect(card.features).toEqual(featureNames);
    expect(card.types).toEqual(Object.keys(featureTypes).sort());
  });

  it('gives probabilities that add up to 1, the largest first', async () => {
    const samples = ['https://a.org/x', 'https://b.org/y', null, 'http://c.net', 'https://a.org/x'];
    const [verdict] = await classify([
      {name: 'link', rows: 50, missing: 2, distinct: 48, numbers: undefined, samples},
    ]);
    const values = verdict!.ranking.map(({probability}) => probability);
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
    expect(verdict!.ranking[0]!.type).toBe('url');
    expect(await classify([])).toEqual([]);
  });
});

/** Columns that nobody would doubt: SQL over the row number i. */
const plain: [name: string, sql: string, type: string][] = [
  ['temperature', 'round(20 + 8 * sin(i) + i / 997.0, 2)', 'numeric'],
  ['salary', '20000 + CAST(hash(i) % 60000 AS INTEGER)', 'numeric'],
  ['status', `['open', 'closed', 'waiting'][1 + i % 3]`, 'categorical'],
  ['gender', 'i % 2', 'categorical'],
  ['created_at', `strftime(DATE '2015-01-01' + CAST((i * 37) % 3000 AS INTEGER), '%Y-%m-%d')`, 'datetime'],
  ['homepage', `'https://www.example.org/item/' || (i * 31) % 977`, 'url'],
  ['price', `'$' || (10 + (i * 37) % 900) || '.' || (10 + i % 90)`, 'embedded-number'],
  ['discount', `(1 + (i * 7) % 60) || '%'`, 'embedded-number'],
  ['tags', `'["red", "b' || i % 40 || '", "c' || i % 7 || '"]'`, 'list'],
  [
    'description',
    `'The box with number ' || i || ' was opened by one of us on a rainy day, and it held ' || (i * 31) % 500 || ' letters.'`,
    'sentence',
  ],
  ['customer_id', '100000 + i', 'not-generalizable'],
];

it('types columns in DuckDB that nobody would doubt, whatever the number of threads', async () => {
  const query = `(SELECT ${plain.map(([name, sql]) => `${sql} AS "${name}"`).join(', ')} FROM range(2000) rows (i))`;
  const found = await Promise.all(
    [1, 2].map(async (threads) => {
      const database = await openDatabase(':memory:', {threads});
      const typed = await rankTypes(database, query);
      database.close();
      return typed;
    }),
  );
  const types = found[0]!.map(({profile, ranking}) => [profile.name, ranking[0]!.type]);
  expect(types).toEqual(plain.map(([name, , type]) => [name, type]));
  expect(found[1]).toEqual(found[0]);
});

it('sees numbers among words for what is missing, as pandas reads them', async () => {
  const database = await openDatabase(':memory:');
  const [column] = await rankTypes(
    database,
    `(SELECT CASE WHEN i % 4 = 0 THEN 'NA' ELSE CAST(i * 1.37 AS VARCHAR) END AS pressure FROM range(500) rows (i))`,
  );
  database.close();
  expect(column).toMatchObject({profile: {missingWords: 125, distinctMissingWords: 1}});
  expect(column!.ranking[0]!.type).toBe('numeric');
});
