import {expect, it, onTestFinished} from 'vitest';
import {type Database, openDatabase} from '../../src/data/database.js';
import {deriveColumns} from '../../src/data/derive.js';

async function imported(): Promise<Database> {
  const database = await openDatabase();
  onTestFinished(() => database.close());
  await database.run(
    `CREATE TABLE "adl:imported" AS SELECT i AS "adl:row", CAST(i AS VARCHAR) AS size, 'red' AS colour FROM range(5) r(i)`,
  );
  return database;
}

it('computes columns over numbers that are stored as text, and leaves the text', async () => {
  const database = await imported();
  await deriveColumns(database, {double: 'size * 2', constructor: 'double + 1'});
  const rows = await database.rows('SELECT * FROM "adl:input" LIMIT 1 OFFSET 2');
  expect(rows).toEqual([{'adl:row': 2, size: '2', colour: 'red', double: 4, constructor: 5}]);
});

it.each<[string, string, RegExp, RegExp]>([
  ['a name that is close', 'sise * 2', /Referenced column "sise" not found\.$/, /^Did you mean `size`\?$/],
  ['a name that is not', 'weight * 2', /"weight" not found\.$/, /^The columns are: size, colour\.$/],
  [
    'a cast that fails',
    'CAST(colour AS INTEGER)',
    /Could not convert string 'red'/,
    /`x: "TRY_CAST\(colour AS INTEGER\)"`/,
  ],
  ['a function that wants something else', 'list_sum(size)', /No function matches/, /^Change `x`/],
  ['a table', 't.size', /Referenced table "t" not found!?$/, /^Change `x`/],
  ['more rows', 'unnest([size])', /It makes more rows\.$/, /^Change `x`/],
  ['more columns', 'COLUMNS(*)', /It makes \d+ columns\.|star|COLUMNS/i, /^Change `x`/],
])('says what is wrong with %s, in no words of its own', async (_name, expression, message, suggestion) => {
  const database = await imported();
  const error = await deriveColumns(database, {x: expression}).catch((reason) => reason);
  expect(error).toMatchObject({code: 'MANIFEST_INVALID', suggestions: [expect.stringMatching(suggestion)]});
  expect(error.message).toMatch(message);
  expect(error.message).not.toMatch(/adl:|LINE|\n/);
});

it('keeps a long expression and a long name out of the message', async () => {
  const database = await imported();
  const error = await deriveColumns(database, {['x'.repeat(300)]: `sise + ${'1 + '.repeat(300)}1`}).catch(
    (reason) => reason,
  );
  expect(error.message.length).toBeLessThan(600);
});

it('passes on that it was stopped', async () => {
  const database = await imported();
  database.interrupt();
  await expect(deriveColumns(database, {x: '1'})).rejects.toThrow(/INTERRUPT/);
});
