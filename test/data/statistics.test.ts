import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import {columnStatistics} from '../../src/data/statistics.js';

it.each([
  ['values', '[1.0, 3.0]', {mean: 2, scale: 1, missing: 0}],
  ['equal values', '[0.1, 0.1, 0.1]', {scale: 1}],
  ['values that differ by less than a graph can divide by', '[0.0, 0.0, 1e-45]', {mean: 0, scale: 1}],
  ['no value', '[NULL, NULL]', {mean: 0, scale: 1, median: 0, missing: 1}],
  ['the largest values', '[3.4e38, -3.4e38]', {mean: 0}],
])('gives a mean and a scale to %s', async (_name, values, expected) => {
  const database = await openDatabase();
  await database.run(`CREATE TABLE t AS SELECT unnest(CAST(${values} AS FLOAT[])) AS n0`);
  expect(await columnStatistics(database, 't', ['n0'])).toMatchObject([expected]);
  database.close();
});
