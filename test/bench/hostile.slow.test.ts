import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {temporaryFolder} from '../helpers/adl.js';

/** Of a table that has to be accepted over a good project, and of one that has to be refused. */
const seeds = {accepted: 25, refused: 40};

const refuse = `
const json = process.argv.includes('--json');
const failure = {status: 3, code: 'SOURCE_INVALID', message: 'Expected a table.', suggestions: ['adl source FILE']};
const text = 'Error: Expected a table.\\nCode: SOURCE_INVALID\\nTry: adl source FILE\\n';
const say = (change = {}) => {
  if (json) process.stdout.write(JSON.stringify({...failure, ...change}));
  else process.stderr.write(text);
  process.exitCode = 3;
};
const fresh = {stages: ['source', 'build', 'deploy'].map((name) => ({name, fresh: true, because: ''}))};
if (process.argv[2] === 'status') process.stdout.write(JSON.stringify({status: 0, result: fresh, warnings: []}));
else `;

/** Command lines that misbehave in one way each, and the bar that has to show it. */
const programs: [string, keyof typeof seeds, string, RegExp][] = [
  ['throws', 'refused', `throw new Error('planted');`, /stacks/],
  ['ends with a code of its own', 'refused', `{say(); process.exitCode = 77}`, /exit codes/],
  ['crashes', 'refused', `process.kill(process.pid, 'SIGSEGV'); setInterval(() => {}, 1000)`, /exit codes/],
  ['hangs', 'refused', `setInterval(() => {}, 1000)`, /did not end/],
  [
    'leaves a process',
    'refused',
    `{spawn('sleep', ['60'], {stdio: 'ignore'}).unref(); say()}`,
    /did not end/,
  ],
  ['leaves a draft', 'refused', `{mkdirSync('.adl/snapshots/.draft', {recursive: true}); say()}`, /partial/],
  ['leaves a lock', 'refused', `{writeFileSync('.adl/warehouse.lock', ''); say()}`, /partial/],
  ['spoils a snapshot', 'refused', `{appendFileSync(part(), 'x'); say()}`, /partial/],
  ['writes a false snapshot', 'accepted', `{appendFileSync(part(), 'x'); succeed()}`, /partial/],
  ['writes elsewhere', 'refused', `{writeFileSync('../outside/stolen', ''); say()}`, /partial/],
  ['suggests nothing', 'refused', `say({suggestions: []})`, /suggestion/],
  ['says nothing', 'refused', `say({message: ''})`, /suggestion/],
  ['prints more than JSON', 'refused', `{if (json) process.stdout.write('Reading\\n'); say()}`, /suggestion/],
  ['says another code', 'refused', `say({status: 5})`, /suggestion/],
  [
    'names its inside',
    'refused',
    `say({message: 'No table adl:imported in /x/dist/data/import.js'})`,
    /suggestion/,
  ],
  ['accepts what is no table', 'refused', `succeed()`, /accepted/],
  ['refuses a good table', 'accepted', `say()`, /accepted/],
];

const helpers = `
import {spawn} from 'node:child_process';
import {appendFileSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
const part = () => '.adl/snapshots/' + readdirSync('.adl/snapshots')[0] + '/raw/test.parquet';
const succeed = () => process.stdout.write(json ? '{"status":0,"result":{},"warnings":[]}' : 'done');
`;

it.each(programs)('the benchmark shows a command line that %s', (_name, seed, body, bar) => {
  const cli = join(temporaryFolder(), 'cli.mjs');
  writeFileSync(cli, helpers + refuse + body);
  const {status, bars} = hostile(seeds[seed], '--cli', cli);
  expect(status).toBe(4);
  expect(bars.filter(({met}) => met !== true).map(({name}) => name)).toContainEqual(
    expect.stringMatching(bar),
  );
});

interface Outcome {
  status: number | null;
  bars: {name: string; value: number; met: boolean}[];
}

function hostile(seed: number, ...more: string[]): Outcome {
  const words = ['bench/run.js', 'hostile', '--json', '--seed', String(seed), ...more];
  const {status, stdout} = spawnSync(process.execPath, words, {encoding: 'utf8'});
  return {status, ...JSON.parse(stdout)};
}
