// How long commands take that do no work, beside a Node process that does nothing. Runs alternate.
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {median} from '../statistics.js';

const entry = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const runs = 9;
const limit = 4;

const contenders = {
  'node -e 0': ['-e', '0'],
  'adl --version': [entry, '--version'],
  'adl completion zsh': [entry, 'completion', 'zsh'],
  'adl --help': [entry, '--help'],
  'adl build --help': [entry, 'build', '--help'],
};

export async function measure() {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const [name, words] of Object.entries(contenders)) times[name].push(timed(words));
  }
  const base = median(times['node -e 0']);
  const rows = Object.entries(times).map(([what, all]) => ({
    ...{what, 'median ms': median(all), 'least ms': Math.min(...all), 'most ms': Math.max(...all)},
    ratio: median(all) / base,
  }));
  const value = rows.find(({what}) => what === 'adl --version').ratio;
  return {
    bars: [{name: 'adl --version, times node -e 0', value, bar: `<= ${limit}`, met: value <= limit}],
    rows,
  };
}

function timed(words) {
  const started = performance.now();
  const {status} = spawnSync(process.execPath, words);
  if (status !== 0) throw new Error(`node ${words.join(' ')} ended with ${status}`);
  return performance.now() - started;
}
