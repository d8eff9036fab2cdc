// What encoded rows are, whoever wrote them: files with the columns n0 …, c0 … and y.
import {openDatabase} from '../../dist/data/database.js';
import {literal} from '../../dist/data/identifier.js';

const splits = {train: '/train/*.parquet', validation: '/validation*.parquet', test: '/test*.parquet'};

/** Rows and the share of late flights in each split, and over all rows the sums of what dates and distances became. */
export async function factsOf(folder, files = splits) {
  const database = await openDatabase(':memory:');
  try {
    const facts = {};
    for (const [split, pattern] of Object.entries(files)) {
      const [row] = await database.rows(
        `SELECT count(*) AS rows, sum(y) AS late FROM read_parquet(${literal(folder + pattern)})`,
      );
      facts[split] = row;
    }
    const all = Object.values(files).map((pattern) => literal(folder + pattern));
    [facts.sums] = await database.rows(
      `SELECT ${['n0', 'n1', 'n2', 'n3', 'c0', 'c1', 'c2'].map((name) => `sum(CAST(${name} AS DOUBLE)) AS ${name}`).join(', ')},
         count(DISTINCT c3) AS origins, count(DISTINCT c4) AS destinations
       FROM read_parquet([${all.join(', ')}])`,
    );
    return facts;
  } finally {
    database.close();
  }
}
