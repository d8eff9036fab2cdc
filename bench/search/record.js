// node bench/search/record.js [TABLE …]: trains every configuration of a grid to its end with `adl build`, and writes the
// log loss on the validation rows after each epoch into bench/search/TABLE.ndjson. A few minutes a table on two cores.
//
// The data comes with vega-datasets (its datapackage.json says from where and under which licence): penguins is CC0,
// birdstrikes (FAA) and seattle-weather (NOAA) are works of the United States government, in the public domain.
import {spawnSync} from 'node:child_process';
import {copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {stringify} from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const epochs = 27;
const choice = (...values) => ({type: 'choice', values});

/** What learning rates, penalties, widths and batches were tried. */
const space = {
  units: choice(16, 64),
  hiddenLayers: choice(1, 2),
  embedding: 4,
  learningRate: choice(1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2),
  alpha: choice(0.01, 0.1, 1, 10),
  batchSize: choice(32, 128),
};

const tables = {
  birdstrikes: {
    file: 'birdstrikes.csv',
    source: {
      derive: {damaged: '"Effect Amount of damage" <> \'None\''},
      drop: ['Effect Amount of damage', 'Cost Other', 'Cost Repair', 'Cost Total $'],
      target: 'damaged',
    },
  },
  penguins: {file: 'penguins.json', source: {target: 'Species'}},
  'seattle-weather': {file: 'seattle-weather.csv', source: {target: 'weather'}},
};

for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(tables)) record(name);

function record(name) {
  const {file, source} = tables[name];
  const folder = mkdtempSync(join(tmpdir(), 'adl-record-'));
  try {
    copyFileSync(join(root, 'node_modules', 'vega-datasets', 'data', file), join(folder, file));
    const trials = Object.values(space).reduce((product, {values = [0]}) => product * values.length, 1);
    const search = {algorithm: 'grid', trials, epochs, space: {mlp: space}};
    const manifest = {
      source: {tables: {rows: {uri: file}}, ...source},
      build: {metric: 'log-loss', families: ['mlp'], search},
    };
    writeFileSync(join(folder, 'adl.yaml'), stringify(manifest));
    adl(folder, 'source');
    adl(folder, 'build', '--trials', String(trials), '--seed', '0', '--workers', '2', '--strategy', 'mop');
    const table = tableOf(join(folder, '.adl', 'runs', '0001', 'journal.ndjson'));
    writeFileSync(join(root, 'bench', 'search', `${name}.ndjson`), asText(table));
    console.log(`${name}: ${table.configurations.length} configurations of ${epochs} epochs`);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function adl(folder, ...words) {
  const {status, stderr} = spawnSync(process.execPath, [join(root, 'bin', 'run.js'), ...words, '--json'], {
    ...{cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28},
  });
  if (status !== 0) throw new Error(`adl ${words.join(' ')} ended with ${status}: ${stderr}`);
}

/** Each configuration's indices into the values of the space, and its loss after each epoch; null from where it failed. */
function tableOf(journal) {
  const entries = readFileSync(journal, 'utf8').trim().split('\n').map(JSON.parse);
  const varied = Object.entries(space).filter(([, range]) => range.values);
  const configurations = entries
    .filter(({type}) => type === 'trial-added')
    .map(({trial, parameters}) => {
      const ended = entries.filter((entry) => entry.type === 'epoch-ended' && entry.trial === trial);
      const losses = Array.from({length: epochs}, (_, at) => {
        const loss = ended.find(({epoch}) => epoch === at + 1)?.scores['log-loss'];
        return Number.isFinite(loss) ? Number(loss.toPrecision(5)) : null;
      });
      return [varied.map(([name, {values}]) => values.indexOf(parameters[name])), losses];
    })
    .sort(([a], [b]) => (a.join() < b.join() ? -1 : 1));
  return {space: Object.fromEntries(varied), configurations};
}

/** The space, then a configuration a line. */
function asText({space: ranges, configurations}) {
  return [ranges, ...configurations].map((line) => `${JSON.stringify(line)}\n`).join('');
}
