// Labelled columns in the form of the ML Data Prep Zoo: one row a column, with statistics and five samples.
import {openDatabase} from '../../dist/data/database.js';
import {literal} from '../../dist/data/identifier.js';
import {numbersUnlessZero} from '../../dist/features/inference/column-summary.js';

const label = 'y_act';
const group = 'Record_id';
const statistics = ['total_vals', 'num_nans', 'num_of_dist_val', 'mean', 'std_dev', 'min_val', 'max_val'];
const samples = [1, 2, 3, 4, 5].map((at) => `sample_${at}`);

/** @returns {Promise<{summary: object, type: string, file: string}[]>} */
export async function readBenchmark(path) {
  const database = await openDatabase(':memory:');
  try {
    const relation = `read_csv(${literal(path)}, all_varchar = true, header = true, nullstr = '')`;
    const rows = await database.rows(`SELECT * FROM ${relation}`);
    checkColumns(path, rows[0] ?? {});
    return rows.map((row) => ({
      summary: summaryOf(row),
      type: row[label],
      file: row[group],
    }));
  } finally {
    database.close();
  }
}

function checkColumns(path, row) {
  const wanted = [group, 'Attribute_name', label, ...statistics, ...samples];
  const missing = wanted.filter((name) => !(name in row));
  if (missing.length === 0) return;
  const found = Object.keys(row).slice(0, 10).join(', ') || 'none';
  throw new Error(
    `Expected labelled columns in ${path}, with ${missing.join(', ')}; its columns are: ${found}.`,
  );
}

function summaryOf(row) {
  const [rows, missing, distinct, mean, deviation, minimum, maximum] = statistics.map((name) =>
    Number(row[name]),
  );
  return {
    name: row.Attribute_name ?? '',
    ...{rows, missing, distinct},
    numbers: numbersUnlessZero({mean, deviation, minimum, maximum}),
    samples: samples.map((name) => row[name]),
  };
}
