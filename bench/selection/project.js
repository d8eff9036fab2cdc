// A project of `adl` with the rows of the workload, set up as a person would: a file, a manifest, `adl source`.
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {openDatabase} from '../../dist/data/database.js';
import {configurations, cores, grid, metric, points} from './workload.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const flights = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');

export const trials = points.length;

/** The command line of `adl`, as it is in this repository. */
export function adl(...words) {
  return [process.execPath, join(root, 'bin', 'run.js'), ...words];
}

/** @returns the facts of the snapshot */
export async function setUpProject(folder, rows) {
  await writeRows(join(folder, 'flights.parquet'), rows);
  setEpochs(folder, 1);
  const {snapshot} = runAdl(folder, 'source');
  const place = join(folder, '.adl', 'snapshots', snapshot);
  const schema = JSON.parse(readFileSync(join(place, 'schema.json'), 'utf8'));
  const parts = (split) => schema.splits[split].parts.map(({path}) => join(place, path));
  const encoded = schema.columns.filter(({role}) => role === 'feature').flatMap((column) => column.encoded);
  return {
    rows: Object.fromEntries(Object.entries(schema.splits).map(([name, {rows: count}]) => [name, count])),
    parts: {train: parts('train'), validation: parts('validation')},
    numeric: encoded.flatMap(({statistics}) => statistics ?? []),
    sizes: encoded.flatMap(({encoding}) => (encoding.kind === 'code' ? [encoding.size] : [])),
  };
}

/** For adl its manifest, for the peers what adl encoded. */
export function setEpochs(folder, epochs, snapshot) {
  writeFileSync(join(folder, 'adl.yaml'), manifest(epochs));
  if (!snapshot) return;
  const {parts, numeric, sizes, rows} = snapshot;
  const all = {parts, numeric, sizes, configurations: configurations(rows.train), epochs, workers: cores};
  writeFileSync(join(folder, 'selection.json'), JSON.stringify(all));
}

/** The `result` of a command that is not measured. */
export function runAdl(folder, ...words) {
  const [program, ...rest] = adl(...words, '--json');
  const {status, stdout, stderr} = spawnSync(program, rest, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`adl ${words.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return JSON.parse(stdout).result;
}

function manifest(epochs) {
  const space = Object.entries(grid).map(
    ([name, values]) => `        ${name}: {type: choice, values: [${values.join(', ')}]}\n`,
  );
  return `source:
  tables: {flights: {uri: flights.parquet}}
  derive: {late: delay > 15}
  drop: [delay]
  target: late
build:
  metric: ${metric}
  families: [mlp]
  search:
    algorithm: grid
    trials: ${trials}
    epochs: ${epochs}
    space:
      mlp:
${space.join('')}`;
}

/** Rows from all of the file's half year, which lie in the order of their dates. */
async function writeRows(path, rows) {
  const database = await openDatabase();
  try {
    const literal = (text) => `'${text.replaceAll("'", "''")}'`;
    const file = `read_parquet(${literal(flights)}, file_row_number = true)`;
    const [{count}] = await database.rows(`SELECT count(*) AS count FROM ${file}`);
    const step = Math.floor(Number(count) / rows);
    if (step < 1) throw new Error(`--rows takes at most ${count}; got ${rows}.`);
    await database.run(`COPY (
      SELECT * EXCLUDE (file_row_number) FROM ${file}
      WHERE file_row_number % ${step} = ${Math.floor(step / 2)} ORDER BY file_row_number LIMIT ${rows}
    ) TO ${literal(path)} (FORMAT parquet)`);
  } finally {
    database.close();
  }
}
