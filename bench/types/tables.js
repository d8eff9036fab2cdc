// Types the raw columns of tables, and compares them with what people say that they are.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {openDatabase} from '../../dist/data/database.js';
import {identifier, literal} from '../../dist/data/identifier.js';
import {csv} from '../../dist/data/sources/csv.js';
import {rankTypes} from '../../dist/features/inference/ranked-column.js';
import {scoreTypes} from './scores.js';

/** `column-types.csv` in the folder says file, column and feature_type. */
export async function typeTables(folder, {say, rows, bar}) {
  const scratch = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  const database = await openDatabase(':memory:');
  try {
    const labels = await database.rows(
      `SELECT file, "column", feature_type AS type FROM read_csv(${literal(join(folder, 'column-types.csv'))}, all_varchar = true)`,
    );
    const given = [];
    for (const file of new Set(labels.map((label) => label.file))) {
      const relation = await csv.relation(database, {path: join(folder, file), scratch});
      await database.run(`CREATE OR REPLACE TABLE ${identifier('table')} AS SELECT * FROM ${relation}`);
      const typed = await rankTypes(database, identifier('table'));
      for (const {column, type} of labels.filter((label) => label.file === file)) {
        const found = typed.find(({profile}) => profile.name === column);
        if (!found) throw new Error(`Expected ${column} in ${file}.`);
        const [{type: taken, probability}] = found.ranking;
        given.push(taken);
        if (taken !== type)
          say(
            `${file} ${column}: ${type} -> ${taken} (${probability.toFixed(2)}) ${found.samples.join(' | ')}`,
          );
      }
    }
    const ordered = [...new Set(labels.map(({file}) => file))].flatMap((file) =>
      labels.filter((one) => one.file === file),
    );
    const expected = ordered.map(({type}) => type);
    const {accuracy, macroF1} = scoreTypes(expected, given, [...new Set([...expected, ...given])]);
    rows.push({of: 'tables', type: 'all', columns: expected.length, accuracy, macroF1});
    bar('tables: macro-F1', macroF1, 'printed', true);
  } finally {
    database.close();
    rmSync(scratch, {recursive: true, force: true});
  }
}
