// Typing a large table beside DuckDB's SUMMARIZE of it, each from the file, in one run.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {openDatabase} from '../../dist/data/database.js';
import {literal} from '../../dist/data/identifier.js';
import {rankTypes} from '../../dist/features/inference/ranked-column.js';
import {median} from '../statistics.js';

const [rowsMade, turns] = [1_000_000, 3];

/** Ten columns of numbers, ten of whole numbers and ten of text, each of another number of distinct values. */
const made = Array.from({length: 10}, (_, at) => [
  `random() * ${10 ** (at % 6)} AS number_${at}`,
  `CAST(floor(random() * ${[2, 5, 20, 100, 1e3, 1e4, 1e5, 1e6, 1e9, 12][at]}) AS BIGINT) AS whole_${at}`,
  `'text ' || CAST(floor(random() * ${[2, 5, 20, 100, 1e3, 1e4, 1e5, 1e6, 30, 7][at]}) AS BIGINT) AS text_${at}`,
]).flat();

export async function timeTyping({say, rows, bar}) {
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  try {
    const file = join(folder, 'large.parquet');
    const maker = await openDatabase(':memory:', {threads: 1});
    await maker.rows('SELECT setseed(0.5)');
    await maker.run(
      `COPY (SELECT ${made.join(', ')} FROM range(${rowsMade})) TO ${literal(file)} (FORMAT parquet)`,
    );
    maker.close();
    const relation = `read_parquet(${literal(file)})`;
    const ours = [];
    const theirs = [];
    for (let turn = 0; turn < turns; turn += 1) {
      theirs.push(await timed((database) => database.rows(`SUMMARIZE SELECT * FROM ${relation}`)));
      ours.push(await timed((database) => rankTypes(database, relation)));
      say(
        `30 columns, ${rowsMade} rows: SUMMARIZE ${theirs.at(-1).toFixed(2)} s, typing ${ours.at(-1).toFixed(2)} s`,
      );
    }
    const ratio = median(ours) / median(theirs);
    rows.push({of: 'large file', type: '30 columns', columns: 30, ratio});
    bar('typing a large file, of SUMMARIZE', ratio, '<= 1.5', ratio <= 1.5);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function timed(work) {
  const database = await openDatabase(':memory:');
  const begun = performance.now();
  await work(database);
  const seconds = (performance.now() - begun) / 1000;
  database.close();
  return seconds;
}
