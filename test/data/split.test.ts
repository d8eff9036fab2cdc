import {expect, it} from 'vitest';
import {openDatabase} from '../../src/data/database.js';
import {assignSplits} from '../../src/data/split.js';
import {allocate} from '../../src/data/split-strata.js';

it('gives every class its exact share', async () => {
  const database = await openDatabase();
  await database.run(`CREATE TABLE t AS SELECT i AS "adl:row",
    CASE WHEN i % 10 = 0 THEN 'rare' ELSE 'common' END AS "adl:target" FROM range(1000) r(i)`);
  const options = {by: 'stratified', test: 0.2, validation: 0.1, seed: 3, task: 'classification'} as const;
  expect(await assignSplits(database, 't', options)).toEqual({
    rows: {train: 700, validation: 100, test: 200},
    thin: [],
    remarks: [],
  });
  const counts = await database.rows(
    `SELECT "adl:target" AS label, "adl:split" AS split, count(*) AS size, min("adl:position") AS first,
       max("adl:position") + 1 AS positions FROM t JOIN "adl:assigned" USING ("adl:row") GROUP BY ALL ORDER BY ALL`,
  );
  expect(counts.map((row) => row.size)).toEqual([180, 630, 90, 20, 70, 10]);
  const places = await database.rows(
    'SELECT count(DISTINCT "adl:position") AS places FROM "adl:assigned" GROUP BY "adl:split" ORDER BY places',
  );
  expect(places.map((row) => row.places)).toEqual([100, 200, 700]);
  database.close();
});

it('splits numbers so that every split has small and large ones', async () => {
  const database = await openDatabase();
  await database.run(
    'CREATE TABLE t AS SELECT i AS "adl:row", i * 1.5 AS "adl:target" FROM range(1000) r(i)',
  );
  await assignSplits(database, 't', {
    by: 'stratified',
    test: 0.2,
    validation: 0.2,
    seed: 0,
    task: 'regression',
  });
  const means = await database.rows<{mean: number}>(
    'SELECT avg("adl:target") AS mean FROM t JOIN "adl:assigned" USING ("adl:row") GROUP BY "adl:split"',
  );
  for (const {mean} of means) expect(Math.abs(mean - 749)).toBeLessThan(25);
  database.close();
});

it.each([
  [1, 0.2, 0.2, {train: 1, validation: 0, test: 0}],
  [2, 0.2, 0.2, {train: 2, validation: 0, test: 0}],
  [3, 0.2, 0.2, {train: 1, validation: 1, test: 1}],
  [2, 0.5, 0.45, {train: 1, validation: 0, test: 1}],
  [10, 0.25, 0.25, {train: 4, validation: 3, test: 3}],
])('%i rows with shares of %f and %f always leave one for training', (size, test, validation, expected) => {
  expect(allocate(size, test, validation)).toEqual(expected);
});
