// adl's TPE and ASHA beside Optuna's, at the same budget: twelve functions, 100 values each, and three tables of curves that
// adl recorded (bench/search/record.js), 12 times the epochs of one configuration. Regret is what the best value seen is above the
// least that there is. 30 seeds each; where a median is compared, its ratio has a bootstrap interval of 95%. Optuna draws
// parameters with conditions independently of the others (its `group=True`, which does not, is experimental).
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {randomStream} from '../../dist/base/random.js';
import {algorithms} from '../../dist/search/algorithms/registry.js';
import {functions} from '../search/functions.js';
import {startOptuna} from '../search/optuna.js';
import {median} from '../statistics.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const python = join(root, 'bench', '.venv', 'bin', 'python');
const seeds = Array.from({length: 30}, (_, seed) => seed);
const trials = 100;
/** Configurations that could be trained to their end with the epochs that there are. */
const fullRuns = 12;
const tables = ['birdstrikes', 'penguins', 'seattle-weather'];
const draws = 2000;
const hair = 1e-4;

export async function measure(say) {
  const optuna = hasOptuna() ? startOptuna(python) : undefined;
  if (!optuna) {
    say('Optuna is skipped: bench/.venv is not there, or has none. To have it measured:');
    say('  python3 -m venv bench/.venv && bench/.venv/bin/pip install -r bench/peers/requirements-light.txt');
  }
  const found = {tpe: [], asha: []};
  for (const [what, {space, value, least}] of Object.entries(functions)) {
    const job = {kind: 'tpe', space, trials};
    const run = (seed) => optuna?.run({...job, seed}, value);
    found.tpe.push(await compare(what, (seed) => tpe(space, value, seed), run, least, say));
  }
  for (const name of tables) {
    const {space, curveOf, least, epochs} = readTable(name);
    const job = {kind: 'halving', space, epochs: fullRuns * epochs};
    const run = (seed) => optuna?.run({...job, seed}, curveOf);
    found.asha.push(await compare(name, (seed) => asha(space, curveOf, epochs, seed), run, least, say));
  }
  optuna?.stop();
  const rows = Object.entries(found).flatMap(([algorithm, compared]) =>
    compared.map((each) => rowOf(algorithm, each)),
  );
  return {rows, bars: Object.entries(found).map(([algorithm, compared]) => barOf(algorithm, compared))};
}

function hasOptuna() {
  return existsSync(python) && spawnSync(python, ['-c', 'import optuna']).status === 0;
}

/** Regrets of both, seed by seed. */
async function compare(what, ours, theirs, least, say) {
  const regret = (seen) => Math.min(...seen) - least;
  const found = {what, adl: [], optuna: []};
  for (const seed of seeds) {
    found.adl.push(regret(ours(seed)));
    const seen = await theirs(seed);
    if (seen) found.optuna.push(regret(seen));
  }
  say(`${what}: median regret ${median(found.adl).toPrecision(3)}`);
  return found;
}

/** The values of what TPE asks for, one after another. */
function tpe(space, value, seed) {
  const search = startAlgorithm('tpe', {space, seed, trials, epochs: 1});
  return Array.from({length: trials}, () => {
    const {trial, parameters} = search.ask();
    const seen = value(parameters);
    search.tell({trial, epoch: 1, value: seen});
    return seen;
  });
}

/** What ASHA sees of the curves that it asks for, until the epochs are spent. */
function asha(space, curveOf, epochs, seed) {
  const search = startAlgorithm('asha', {space, seed, trials: 10_000, epochs});
  const trained = new Map();
  const seen = [];
  while (seen.length < fullRuns * epochs) {
    const assignment = search.ask();
    if (!assignment) break;
    const curve = curveOf(assignment.parameters);
    for (let epoch = (trained.get(assignment.trial) ?? 0) + 1; epoch <= assignment.epochs; epoch += 1) {
      if (seen.length === fullRuns * epochs) return seen;
      seen.push(curve[epoch - 1]);
      trained.set(assignment.trial, epoch);
      search.tell({trial: assignment.trial, epoch, value: curve[epoch - 1]});
    }
  }
  return seen;
}

function startAlgorithm(name, {space, seed, trials: count, epochs}) {
  return algorithms[name].start({spaces: {only: space}, seed, trials: count, epochs, direction: 'minimize'});
}

function readTable(name) {
  const text = readFileSync(join(root, 'bench', 'search', `${name}.ndjson`), 'utf8');
  const [space, ...configurations] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const names = Object.keys(space);
  const curves = new Map(configurations.map(([indices, losses]) => [indices.join(), losses.map(given)]));
  const curveOf = (point) => curves.get(names.map((each) => space[each].values.indexOf(point[each])).join());
  const least = Math.min(...[...curves.values()].flat());
  return {space, curveOf, least, epochs: configurations[0][1].length};
}

/** One that failed is as bad as a model that says nothing. */
function given(loss) {
  return loss ?? 10;
}

function rowOf(algorithm, {what, adl, optuna}) {
  const row = {algorithm, what, 'adl, median regret': shown(median(adl))};
  if (optuna.length === 0) return {...row, Optuna: '-', ratio: '-', interval: '-'};
  const [low, high] = interval((random) => ratioOf(resampled(adl, random), resampled(optuna, random)));
  return {
    ...{...row, Optuna: shown(median(optuna)), ratio: shown(ratioOf(adl, optuna))},
    interval: `${shown(low)} to ${shown(high)}`,
  };
}

/** The middle one of the ratios: one function on which either is far ahead does not decide. */
function barOf(algorithm, compared) {
  const name = `${algorithm}: median regret over Optuna's, the middle one of ${compared.length} ratios`;
  if (compared.some(({optuna}) => optuna.length === 0)) return {name, bar: '<= 1', met: 'not-measured'};
  const middle = (pick) => median(compared.map(({adl, optuna}) => ratioOf(pick(adl), pick(optuna))));
  const value = middle((values) => values);
  const [low, high] = interval((random) => middle((values) => resampled(values, random)));
  return {name: `${name} (${shown(low)} to ${shown(high)})`, value, bar: '<= 1', met: value <= 1};
}

/** Less than a hair is nothing: two that both found the best are equal. */
function ratioOf(ours, theirs) {
  return (median(ours) + hair) / (median(theirs) + hair);
}

function resampled(values, random) {
  return values.map(() => values[random.integer(values.length)]);
}

function interval(statistic) {
  const random = randomStream(0, 'bootstrap');
  const values = Array.from({length: draws}, () => statistic(random)).sort((a, b) => a - b);
  return [values[Math.floor(0.025 * draws)], values[Math.floor(0.975 * draws)]];
}

function shown(number) {
  return number === 0 ? '0' : number.toPrecision(3);
}
