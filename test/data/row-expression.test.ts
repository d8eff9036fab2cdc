import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import {notOverRow} from '../../src/data/row-expression.js';

const columns = new Set(['a', 'today']);

it.each([
  'a',
  'a -- a remark',
  `CASE WHEN a > 1 THEN 'x; y' ELSE error('no') END`,
  'list_sum(list_transform([a, 2], lambda x: x + 1))',
  'today',
  '[1e400, -1e400]',
  `"a" = '":Infinity}'`,
])('takes %s', async (expression) => {
  const database = await openDatabase();
  expect(await notOverRow(database, expression, columns)).toBeUndefined();
  database.close();
});

it.each([
  ['a +', 'syntax error at or near ")".'],
  ['1; SELECT 2', /syntax error/],
  [`1); COPY (SELECT 1) TO '/tmp/x.csv'; SELECT (1`, /Only SELECT/],
  ['1) FROM t; SELECT (2', 'It is more than an expression.'],
  ['1), (2', 'It is more than an expression.'],
  [`1) FROM read_csv('x') WHERE (true`, 'It is more than an expression.'],
  [`(SELECT count(*) FROM read_csv('/etc/passwd'))`, 'It asks another table.'],
  [`a IN (SELECT content FROM read_text('x'))`, 'It asks another table.'],
  ['sum(a) OVER ()', 'It looks at other rows.'],
  ['unnest([a, a])', 'It makes more rows.'],
  ['a + random()', '`random` does not give the same every time.'],
  ['now()', '`now` does not give the same every time.'],
  ['current_date', '`current_date` does not give the same every time.'],
  ['current_timestamp', /does not give the same every time/],
  ['"adl:row"', 'There is no column `adl:row`.'],
  ['$1', 'It has a parameter.'],
])('says why %s is none', async (expression, reason) => {
  const database = await openDatabase();
  expect(await notOverRow(database, expression, columns)).toEqual(
    typeof reason === 'string' ? reason : expect.stringMatching(reason),
  );
  database.close();
});

it.each([
  [200, undefined],
  [300, 'It is nested more than 250 deep.'],
  [2000, 'It is nested more than 250 deep.'],
])('says of %i calls within each other: %s', async (depth, reason) => {
  const database = await openDatabase();
  const expression = `${'abs('.repeat(depth)}a${')'.repeat(depth)}`;
  expect(await notOverRow(database, expression, columns)).toBe(reason);
  database.close();
});
