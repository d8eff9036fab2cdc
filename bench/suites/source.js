// From a file of three million flights to shards: typed, profiled, checked by twenty rules, split, encoded, written. adl (two
// commands, each of which reads the file) beside pandas with scikit-learn and Polars, which do the same in one process.
// `--repeat 3` is the usual number of turns, of which medians are told.
import {spawnSync} from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {factsOf} from '../source/facts.js';
import {median} from '../statistics.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, 'bench', '.venv', 'bin', 'python');
const flights = join(root, 'node_modules', 'vega-datasets', 'data', 'flights-3m.parquet');
const peers = ['pandas', 'polars'];
const limits = {pandas: 5, polars: 1, bytes: 2e9};

export async function measure(say, words = []) {
  const {values} = parseArgs({
    args: words,
    options: {repeat: {type: 'string', default: '3'}, json: {type: 'boolean'}},
  });
  if (!existsSync(flights)) throw new Error('npm install brings vega-datasets, which has the flights.');
  const present = peers.filter((peer) => isThere(peer, say));
  const found = Object.fromEntries(['adl', ...present].map((who) => [who, []]));
  for (let turn = 0; turn < Number(values.repeat); turn += 1)
    for (const who of Object.keys(found)) {
      found[who].push(who === 'adl' ? await runAdl() : await runPeer(who));
      say(`${who}: ${found[who].at(-1).seconds.toFixed(2)} s`);
    }
  const rows = Object.entries(found).map(([who, turns]) => rowOf(who, turns));
  return {rows, bars: [...timeBars(rows, present), ...sameBars(found, present), memoryBar(rows)]};
}

function isThere(peer, say) {
  if (existsSync(python) && spawnSync(python, ['-c', `import ${peer}, sklearn`]).status === 0) return true;
  say(`${peer} is skipped: bench/.venv has none. To have it measured:`);
  say('  python3 -m venv bench/.venv && bench/.venv/bin/pip install -r bench/peers/requirements-source.txt');
  return false;
}

async function runAdl() {
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  try {
    copyFileSync(flights, join(folder, 'flights.parquet'));
    writeFileSync(join(folder, 'adl.yaml'), manifest());
    const [source, profile] = [['source'], ['source', 'profile']].map((words) =>
      timed(process.execPath, [join(root, 'bin', 'run.js'), ...words, '--json'], folder),
    );
    const snapshots = join(folder, '.adl', 'snapshots');
    const encoded = join(snapshots, readdirSync(snapshots)[0]);
    return {
      seconds: source.seconds + profile.seconds,
      source: source.seconds,
      peak: Math.max(source.peak, profile.peak),
      said: saidByAdl(profile.result),
      facts: await factsOf(encoded, partsOf(encoded)),
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function manifest() {
  const rules = readFileSync(join(root, 'bench', 'source', 'rules.dqdl'), 'utf8');
  const source = {
    tables: {flights: {uri: 'flights.parquet'}},
    ...{derive: {late: 'delay > 15'}, drop: ['delay'], target: 'late', rules},
  };
  return JSON.stringify({project: 'flights', source});
}

/** The parts of each split; what lies beside them are the raw columns. */
function partsOf(folder) {
  const {splits} = JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries(splits).map(([split, {parts}]) => [split, `/${parts[0].path.replace(/[0-9]+/, '*')}`]),
  );
}

function saidByAdl({columns}) {
  const of = (name) => columns.find(({column}) => column === name);
  return {
    distinct: Object.fromEntries(
      ['date', 'delay', 'distance', 'origin', 'destination'].map((name) => [name, of(name).distinct]),
    ),
    distance_mean: of('distance').numbers.mean,
    delay_mean: of('delay').numbers.mean,
    distance_max: of('distance').numbers.maximum,
    delay_min: of('delay').numbers.minimum,
  };
}

async function runPeer(peer) {
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  try {
    const {seconds, result} = timed(
      python,
      [join(root, 'bench', 'peers', `source_${peer}.py`), flights, folder],
      folder,
    );
    if (!result.verdicts.every(Boolean)) throw new Error(`${peer} finds rules broken that adl does not.`);
    const {distinct, distance_mean, delay_mean, distance_max, delay_min, peak} = result;
    const {late: _, ...own} = distinct;
    return {
      ...{seconds, peak, facts: await factsOf(folder)},
      said: {distinct: own, distance_mean, delay_mean, distance_max, delay_min},
    };
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Wall time, what was said as JSON, and the most memory that the process held. */
function timed(program, words, cwd) {
  const began = performance.now();
  // The shell tells the most that its child held, in kilobytes.
  const measured = [
    '-c',
    'import resource,subprocess,sys; c=subprocess.run(sys.argv[1:]).returncode; print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); sys.exit(c)',
  ];
  const command = existsSync(python) ? [python, [...measured, program, ...words]] : [program, words];
  const {status, stdout, stderr} = spawnSync(...command, {cwd, encoding: 'utf8', maxBuffer: 2 ** 28});
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} ended with ${status}:\n${stderr}`);
  const said = JSON.parse(stdout.slice(stdout.indexOf('{')));
  return {seconds, peak: 1024 * Number(stderr.trim().split('\n').at(-1)), result: said.result ?? said};
}

function rowOf(who, turns) {
  const of = (key) => median(turns.map((turn) => turn[key]));
  return {
    who,
    seconds: of('seconds'),
    ...(who === 'adl' && {'source alone': of('source')}),
    'peak MB': Math.round(of('peak') / 1e6),
  };
}

function timeBars(rows, present) {
  const own = rows.find(({who}) => who === 'adl').seconds;
  return peers.map((peer) => {
    const bar = `>= ${limits[peer].toFixed(1)} x`;
    if (!present.includes(peer))
      return {name: `as fast as ${peer}`, value: undefined, bar, met: 'not measured'};
    const ratio = rows.find(({who}) => who === peer).seconds / own;
    return {name: `as fast as ${peer}`, value: `${ratio.toFixed(2)} x`, bar, met: ratio >= limits[peer]};
  });
}

/** Equal but for the order in which sums were added up. */
function sameBars(found, present) {
  return present.map((peer) => {
    const odd = ['said', 'facts'].flatMap((key) => differences(found.adl[0][key], found[peer][0][key], key));
    return {
      name: `same result as ${peer}`,
      value: odd.length === 0 ? 'yes' : odd.join('; '),
      bar: 'yes',
      met: odd.length === 0,
    };
  });
}

function differences(one, other, path) {
  if (typeof one === 'object')
    return Object.keys(one).flatMap((key) => differences(one[key], other[key], `${path}.${key}`));
  return Math.abs(one - other) <= 1e-9 * Math.abs(one) ? [] : [`${path}: ${one} and ${other}`];
}

function memoryBar(rows) {
  const bytes = rows.find(({who}) => who === 'adl')['peak MB'] * 1e6;
  return {
    name: 'peak memory',
    value: `${(bytes / 1e9).toFixed(2)} GB`,
    bar: `<= ${limits.bytes / 1e9} GB`,
    met: bytes > 0 ? bytes <= limits.bytes : 'not measured',
  };
}
