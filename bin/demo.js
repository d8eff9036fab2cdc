// The whole way on real data: raw table, snapshot, models, service, one prediction. In ./demo, made anew.
import {spawn, spawnSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'demo');
const service = join(folder, 'service');
const adl = join(root, 'bin', 'run.js');

const manifest = `project: birdstrikes
source:
  tables: {strikes: {uri: birdstrikes.csv}}
  # What is predicted: whether the strike did damage. \`None\` is a value of the column, not a missing one.
  derive: {damaged: "\\"Effect Amount of damage\\" <> 'None'"}
  # These are known only after the damage is, so they may not help to predict it.
  drop: [Effect Amount of damage, Cost Other, Cost Repair, Cost Total $]
  target: damaged
  columns: {Flight Date: {type: datetime}}
  split: {test: 0.2, validation: 0.2, by: stratified, seed: 0}
build:
  metric: average-precision
  families: [linear, mlp]
  search: {algorithm: random, trials: 32, epochs: 10}
  budget: {time: 10m}
  seed: 0
deploy: {target: node-server}
`;

const started = Date.now();
try {
  makeFolder();
  command(['source']);
  const result = command(['build', '--time', '30s']);
  command(['deploy', '--to', 'service']);
  await askService();
  showMetrics(result);
  say(`\nDone in ${Math.round((Date.now() - started) / 1000)} s. What to type next:\n`);
  say('  npm link                               # once: makes `adl` a command');
  say('  cd demo');
  say('  adl build show                         # every model that was tried, the best first');
  say('  adl status                             # what is fresh, what is stale, and why');
  say('  adl deploy predict birdstrikes.csv --output scored.csv');
  say('  adl source YOUR.csv --target COLUMN    # in a folder of your own');
} catch (error) {
  console.error(`\nThe demo stopped: ${error.message}`);
  process.exitCode = 1;
}

function makeFolder() {
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder);
  copyFileSync(
    join(root, 'node_modules', 'vega-datasets', 'data', 'birdstrikes.csv'),
    join(folder, 'birdstrikes.csv'),
  );
  writeFileSync(join(folder, 'adl.yaml'), manifest);
  say('In ./demo: birdstrikes.csv, 10,000 collisions of aircraft with wildlife, and this adl.yaml:\n');
  say(manifest.replace(/^/gm, '  ').trimEnd());
  say('\n`adl` below is `node ../bin/run.js` of this repository.');
  say('\n$ cd demo');
}

/** Runs one command as a user would type it, what it says in full view; returns what it made of the build. */
function command(words) {
  say(`\n$ adl ${words.join(' ')}`);
  const {status} = spawnSync(process.execPath, [adl, ...words], {cwd: folder, stdio: 'inherit'});
  if (status !== 0) throw new Error(`\`adl ${words.join(' ')}\` ended with ${status}.`);
  return words[0] === 'build' ? resultOfBuild() : undefined;
}

function resultOfBuild() {
  const {status, stdout} = spawnSync(process.execPath, [adl, 'build', 'show', '--json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error('`adl build show` could not read the run.');
  return JSON.parse(stdout).result.result;
}

async function askService() {
  say('\n$ cd service');
  say('$ npm install --prefer-offline');
  const install = spawnSync('npm', ['install', '--prefer-offline', '--no-progress'], {
    cwd: service,
    stdio: 'inherit',
    shell: onWindows(),
    env: {...process.env, npm_config_loglevel: 'error'},
  });
  if (install.status !== 0) throw new Error('`npm install` failed in demo/service.');
  const port = await freePort();
  say(`\n$ PORT=${port} node server.js     # or npm start, on port 8080`);
  const server = spawn(process.execPath, ['server.js'], {
    cwd: service,
    env: {...process.env, PORT: String(port)},
    stdio: 'inherit',
  });
  try {
    const url = await ready(`http://127.0.0.1:${port}`, server);
    await predict(url);
  } finally {
    await stop(server);
  }
}

async function ready(url, server) {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`the service ended with ${server.exitCode}.`);
    const response = await fetch(`${url}/v2/health/ready`).catch(() => undefined);
    if (response?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the service was not ready within 30 s.');
}

/** request.json of the service holds one real row of the test split. */
async function predict(url) {
  const path = `${url}/v2/models/birdstrikes/infer`;
  const body = readFileSync(join(service, 'request.json'), 'utf8');
  say(`\n$ curl ${path} -H 'content-type: application/json' -d @request.json`);
  for (const {name, data} of JSON.parse(body).inputs)
    say(`  ${name.padEnd(26)} ${data[0] === '' ? '(missing)' : (data[0] ?? '(missing)')}`);
  const response = await fetch(path, {method: 'POST', headers: {'content-type': 'application/json'}, body});
  const answer = await response.json();
  if (!response.ok) throw new Error(`the service answered ${response.status}: ${JSON.stringify(answer)}`);
  for (const {name, data} of answer.outputs) say(`→ ${name}: ${data.map(readable).join(', ')}`);
}

function readable(value) {
  return typeof value === 'number' ? value.toFixed(4) : value;
}

async function stop(server) {
  if (server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.on('close', resolve));
  server.kill('SIGTERM');
  await ended;
  say('\nThe service is stopped.');
}

function showMetrics({best, baseline}) {
  say(`\nOn the test rows, which no model had seen (best of the build: ${best.family}):\n`);
  say(`  ${'metric'.padEnd(20)}${'model'.padStart(8)}${'majority class'.padStart(17)}`);
  for (const [name, value] of Object.entries(best.metrics.test))
    say(
      `  ${name.padEnd(20)}${value.toFixed(4).padStart(8)}${(baseline.test[name]?.toFixed(4) ?? '-').padStart(17)}`,
    );
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const {port} = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function onWindows() {
  return process.platform === 'win32';
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
