// adl's gradient boosting beside LightGBM, XGBoost (hist) and scikit-learn's HistGradientBoosting: the same settings, the
// same arrays, one thread and two. `--tables DIR` takes adult.csv, churn.csv and kropt.csv from a folder (UCI, OpenML);
// `--only flights,dense` takes some of the tables, `--repeat 3` is the usual number of turns, of which medians are told.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {evaluate} from '../../dist/train/evaluate.js';
import {median} from '../statistics.js';
import {settings} from '../trees/settings.js';
import {tables, writeTable} from '../trees/tables.js';

const bench = fileURLToPath(new URL('..', import.meta.url));
const python = join(bench, '.venv', 'bin', 'python');
const peers = ['lightgbm', 'xgboost', 'sklearn'];
const threadCounts = [1, 2];
const limits = {lightgbm: 2, sklearn: 1, quality: 0.002, memory: 2};

const flags = {
  tables: {type: 'string'},
  only: {type: 'string'},
  repeat: {type: 'string', default: '3'},
  json: {type: 'boolean', default: false},
};

export async function measure(say, words = []) {
  const {values} = parseArgs({args: words, options: flags});
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  const present = presentPeers(say);
  const rows = [];
  try {
    for (const name of chosen(values, say)) {
      const table = await writeTable(name, folder, values.tables);
      say(`${name}: ${table.rows.train} rows to grow on, ${table.rows.test} to compare on`);
      for (const threads of threadCounts) {
        const found = turns(['adl', ...present], table, {threads, repeat: Number(values.repeat), say});
        rows.push(...found.map((row) => ({table: name, threads, ...row})));
      }
      rmSync(table.place, {recursive: true});
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
  return {
    rows: rows.map(told),
    bars: barsOf(rows, chosen(values, () => {}).length === Object.keys(tables).length),
  };
}

function chosen({only, tables: folder}, say) {
  const names = only ? only.split(',') : Object.keys(tables);
  const unknown = names.find((name) => !tables[name]);
  if (unknown) throw new Error(`--only takes some of ${Object.keys(tables).join(', ')}; got ${unknown}.`);
  return names.filter((name) => {
    const {file} = tables[name];
    const isThere = !file || (folder && existsSync(join(folder, file)));
    if (!isThere) say(`${name} is left out: ${file} is wanted in the folder that --tables names`);
    return isThere;
  });
}

function presentPeers(say) {
  const has = (peer) => spawnSync(python, ['-c', `import ${peer}`]).status === 0;
  return peers.filter((peer) => {
    if (existsSync(python) && has(peer)) return true;
    say(`${peer} is skipped: bench/.venv has none. To have it measured:`);
    say('  python3 -m venv bench/.venv && bench/.venv/bin/pip install -r bench/peers/requirements-trees.txt');
    return false;
  });
}

/** All contenders in turn, so that what else the machine does meets all of them. */
function turns(who, table, {threads, repeat, say}) {
  const found = who.map((name) => ({who: name, seconds: [], peak: [], binning: [], rate: []}));
  for (let turn = 0; turn < repeat; turn += 1)
    for (const each of found) {
      const out = join(table.place, 'predictions');
      const told = run(each.who, table.place, threads, out);
      each.seconds.push(told.seconds);
      each.peak.push(told.peak);
      if (told.rowsPerSecond) each.rate.push(told.rowsPerSecond);
      each.scores = scoresOf(table, out);
      say(
        `${table.name}, ${threads} threads, ${each.who}: ${told.seconds.toFixed(2)} s, ${JSON.stringify(each.scores)}`,
      );
    }
  return found;
}

function run(who, place, threads, out) {
  const [program, words] =
    who === 'adl'
      ? [process.execPath, [join(bench, 'trees', 'fit.js'), place, String(threads), out]]
      : [
          python,
          [join(bench, 'peers', 'trees.py'), who, place, String(threads), out, JSON.stringify(settings)],
        ];
  const env = {...process.env, OMP_NUM_THREADS: String(threads)};
  const {status, stdout, stderr} = spawnSync(program, words, {encoding: 'utf8', env, maxBuffer: 2 ** 26});
  if (status !== 0) throw new Error(`${who} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1));
}

function scoresOf({classes, test}, out) {
  const bytes = readFileSync(out);
  const predictions = new Float64Array(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
  );
  const labels = Array.from({length: classes}, (_, at) => String(at));
  const scores = evaluate({kind: 'classification', labels}, test, Float32Array.from(predictions));
  return {auc: scores['roc-auc'], loss: scores['log-loss']};
}

function told({table, threads, who, seconds, peak, scores, rate}) {
  return {
    table,
    threads,
    who,
    'fit s': median(seconds),
    AUC: scores.auc,
    'log-loss': scores.loss,
    'peak MiB': Math.round(median(peak) / 2 ** 20),
    'predicted rows/s': rate.length > 0 ? Math.round(median(rate)) : undefined,
  };
}

function barsOf(rows, isComplete) {
  const pairs = (peer) =>
    rows
      .filter(({who}) => who === 'adl')
      .flatMap((own) => {
        const theirs = rows.find(
          ({who, table, threads}) => who === peer && table === own.table && threads === own.threads,
        );
        return theirs ? [{own, theirs}] : [];
      });
  const bar = (name, peer, limit, value) => {
    const found = pairs(peer).map((pair) => ({...pair, value: value(pair)}));
    if (found.length === 0) return [{name, value: null, bar: `<= ${limit}`, met: 'not-measured'}];
    return found.map(({own: {table, threads}, value: measured}) => ({
      name: `${name}: ${table}, ${threads} thread${threads === 1 ? '' : 's'}`,
      value: measured,
      bar: `<= ${limit}`,
      met: measured <= limit,
    }));
  };
  const ratios = ({own, theirs}) => median(own.seconds.map((seconds, at) => seconds / theirs.seconds[at]));
  return [
    ...bar('fit time, times LightGBM’s', 'lightgbm', limits.lightgbm, ratios),
    ...bar('fit time, times scikit-learn’s', 'sklearn', limits.sklearn, ratios),
    ...bar(
      'log-loss above LightGBM’s, or AUC below, whichever is less',
      'lightgbm',
      limits.quality,
      ({own, theirs}) => Math.min(own.scores.loss - theirs.scores.loss, theirs.scores.auc - own.scores.auc),
    ),
    ...bar(
      'peak memory, times LightGBM’s',
      'lightgbm',
      limits.memory,
      ({own, theirs}) => median(own.peak) / median(theirs.peak),
    ),
    ...(isComplete ? [] : [{name: 'all tables', value: null, bar: 'measured', met: 'not-measured'}]),
  ];
}
