// The chosen model beside the majority baseline and scikit-learn's logistic regression, on the same splits, 5 seeds.
import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {openDatabase} from '../../dist/data/database.js';
import {mean, spread} from '../statistics.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, 'bench', '.venv', 'bin', 'python');
const seeds = [0, 1, 2, 3, 4];
const trials = 32;

const tasks = [
  {
    name: 'birdstrikes',
    file: 'birdstrikes.csv',
    metrics: ['average-precision', 'f1-macro'],
    source: `  tables: {rows: {uri: birdstrikes.csv}}
  derive: {damaged: "\\"Effect Amount of damage\\" <> 'None'"}
  drop: [Effect Amount of damage, Cost Other, Cost Repair, Cost Total $]
  target: damaged
`,
  },
  {
    name: 'penguins',
    file: 'penguins.json',
    metrics: ['f1-macro'],
    source: `  tables: {rows: {uri: penguins.json}}
  target: Species
`,
  },
];

export async function measure(say) {
  if (!existsSync(python)) {
    say('scikit-learn is skipped: bench/.venv is not there. To have it measured:');
    say('  python3 -m venv bench/.venv && bench/.venv/bin/pip install -r bench/peers/requirements-light.txt');
  }
  const found = [];
  for (const task of tasks) {
    for (const seed of seeds) found.push(...(await runSeed(task, seed, say)));
  }
  return {bars: tasks.flatMap((task) => barsOf(task, found)), rows: rowsOf(found)};
}

/** One split, one build for each metric, and the peers on the very rows of that split. */
async function runSeed({name, file, metrics, source}, seed, say) {
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  try {
    copyFileSync(join(root, 'node_modules', 'vega-datasets', 'data', file), join(folder, file));
    const found = [];
    for (const chosenBy of metrics) {
      const search = `build: {metric: ${chosenBy}, search: {trials: ${trials}}}\n`;
      writeFileSync(join(folder, 'adl.yaml'), `source:\n${source}  split: {seed: ${seed}}\n${search}`);
      adl(folder, ['source']);
      const {best, baseline, seconds} = adl(folder, [
        'build',
        '--trials',
        String(trials),
        '--seed',
        String(seed),
      ]);
      say(`${name}, seed ${seed}, by ${chosenBy}: ${best.family}, ${seconds.toFixed(1)} s`);
      for (const metric of metrics) {
        const who = metric === chosenBy ? 'adl' : `adl, chosen by ${chosenBy}`;
        found.push({task: name, metric, who, value: best.metrics.test[metric]});
        if (metric === chosenBy)
          found.push({task: name, metric, who: 'majority class', value: baseline.test[metric]});
      }
    }
    if (existsSync(python)) found.push(...(await peers(folder, name, metrics)));
    return found;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function adl(folder, words) {
  const {status, stdout, stderr} = spawnSync(
    process.execPath,
    [join(root, 'bin', 'run.js'), ...words, '--json'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  if (status !== 0) throw new Error(`adl ${words.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return JSON.parse(stdout).result;
}

async function peers(folder, task, metrics) {
  const snapshot = join(folder, '.adl', 'snapshots', latestSnapshot(folder));
  const schema = JSON.parse(readFileSync(join(snapshot, 'schema.json'), 'utf8'));
  await writeRows(snapshot, folder);
  const features = schema.columns
    .filter(({role}) => role === 'feature')
    .map(({name, raw, type}) => ({name, raw, type}));
  writeFileSync(join(folder, 'peer.json'), JSON.stringify({features, target: schema.target, metrics}));
  const script = join(root, 'bench', 'peers', 'quality.py');
  const {status, stdout, stderr} = spawnSync(python, [script, folder], {encoding: 'utf8'});
  if (status !== 0) throw new Error(`quality.py ended with ${status}: ${stderr}`);
  return JSON.parse(stdout).map((row) => ({task, ...row}));
}

function latestSnapshot(folder) {
  return adl(folder, ['source']).snapshot;
}

/** The raw rows of the split as JSON lines, which Python reads without another library. */
async function writeRows(snapshot, folder) {
  const database = await openDatabase();
  for (const split of ['train', 'validation', 'test']) {
    const from = join(snapshot, 'raw', `${split}.parquet`).replaceAll("'", "''");
    const to = join(folder, `${split}.ndjson`).replaceAll("'", "''");
    await database.run(`COPY (SELECT * FROM read_parquet('${from}')) TO '${to}' (FORMAT json)`);
  }
  database.close();
}

function rowsOf(found) {
  const keys = [...new Set(found.map(({task, metric, who}) => JSON.stringify([task, metric, who])))];
  return keys.map((key) => {
    const [task, metric, who] = JSON.parse(key);
    const values = valuesOf(found, task, metric, who);
    return {task, metric, who, mean: mean(values), spread: spread(values), seeds: values.length};
  });
}

function barsOf({name, metrics}, found) {
  return metrics.flatMap((metric) => {
    const value = mean(valuesOf(found, name, metric, 'adl'));
    const against = (who, holds, sign) => {
      const values = valuesOf(found, name, metric, who);
      const bar = {name: `${name} ${metric}, adl against ${who}`, value};
      if (values.length === 0) return {...bar, bar: sign, met: 'not-measured'};
      return {...bar, bar: `${sign} ${mean(values).toFixed(4)}`, met: holds(value, mean(values))};
    };
    return [
      against('majority class', (ours, theirs) => ours > theirs, '>'),
      against('scikit-learn', (ours, theirs) => ours >= theirs, '>='),
    ];
  });
}

function valuesOf(found, task, metric, who) {
  return found
    .filter((row) => row.task === task && row.metric === metric && row.who === who)
    .map(({value}) => value);
}
