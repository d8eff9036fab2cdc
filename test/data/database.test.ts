import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';

it('gives text as it is, with what stands for nothing at its beginning', async () => {
  const database = await openDatabase();
  const texts = ['\ufeffcat', 'cat', '\ufeff', 'été', 'a\0b'];
  const sql = `SELECT unnest([chr(65279) || 'cat', 'cat', chr(65279), 'été', 'a' || chr(0) || 'b']) AS text`;
  expect((await database.rows<{text: string}>(sql)).map(({text}) => text)).toEqual(texts);
  const streamed: unknown[] = [];
  await database.stream(sql, ([column]) => streamed.push(...Array.from(column!)));
  expect(streamed).toEqual(texts);
  database.close();
});
