// How long it takes to look at a run of ten thousand trials, ten epochs each. The journal is written as a build writes it,
// units and all; nothing is trained. Beside it, how long Node takes to read and parse the same lines and do nothing else.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {median} from '../statistics.js';
import {writeRun} from '../tracking/journal.js';

const entry = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const repeats = 7;
const limit = 1000;

const parse = `
  const text = require('node:fs').readFileSync('.adl/runs/0001/journal.ndjson', 'utf8');
  let lines = 0;
  for (const line of text.split('\\n')) if (line) lines += JSON.parse(line).type.length > 0;
  console.log(lines);
`;

const contenders = {
  'node: parse the journal': ['-e', parse],
  'adl build show': [entry, 'build', 'show'],
  'adl build show --all': [entry, 'build', 'show', '--all'],
  'adl build show --sql, over trials': [
    entry,
    'build',
    'show',
    '--sql',
    'select * from trials order by score desc',
  ],
  'adl build show --sql, over epochs': [
    ...[entry, 'build', 'show', '--sql'],
    'select epoch, avg(score) from epochs group by epoch order by epoch',
  ],
};

export async function measure(say, words = []) {
  const trials = Number(words.find((word) => /^\d+$/.test(word)) ?? 10_000);
  const folder = mkdtempSync(join(tmpdir(), 'adl-tracking-'));
  try {
    writeFileSync(join(folder, 'adl.yaml'), '');
    writeRun(folder, {trials, epochs: 10});
    const {size} = statSync(join(folder, '.adl/runs/0001/journal.ndjson'));
    say(`a journal of ${trials} trials, 10 epochs each: ${(size / 1e6).toFixed(1)} MB`);
    const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
    for (let repeat = 0; repeat < repeats; repeat += 1)
      for (const [name, own] of Object.entries(contenders)) times[name].push(timed(own, folder));
    const rows = Object.entries(times).map(([what, all]) => ({
      ...{what, 'median ms': median(all), 'least ms': Math.min(...all), 'most ms': Math.max(...all)},
      'times parsing': median(all) / median(times['node: parse the journal']),
    }));
    const value = rows.find(({what}) => what === 'adl build show')['median ms'];
    const name = `adl build show of ${trials} trials, ms`;
    return {bars: [{name, value, bar: `<= ${limit}`, met: value <= limit}], rows};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function timed(words, cwd) {
  const started = performance.now();
  const {status, stderr} = spawnSync(process.execPath, words, {cwd, stdio: ['ignore', 'ignore', 'pipe']});
  if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}
