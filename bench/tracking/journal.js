// Writes the journal of a run of many trials, line for line as a build writes it, without training anything.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [lanes, shards] = [16, 2];

/** @param folder of a project; the run is its first */
export function writeRun(folder, {trials, epochs, run = '0001', seed = 1}) {
  const home = join(folder, '.adl', 'runs', run);
  mkdirSync(home, {recursive: true});
  writeFileSync(join(home, 'journal.ndjson'), `${journal({trials, epochs, run, seed}).join('\n')}\n`);
}

function journal({trials, epochs, run, seed}) {
  const random = generator(seed);
  const lines = [];
  let at = 1_795_450_227_000;
  const append = (type, facts) => {
    at += 1;
    lines.push(JSON.stringify({type, at, ...facts}));
  };
  const all = Array.from({length: trials}, (_, index) => trialOf(index + 1, random));
  append('run-started', {
    ...settings,
    run,
    pid: 1,
    started: at,
    snapshot: 'a3'.repeat(32),
    trials,
    epochs,
    seed,
  });
  for (const {quality, ...facts} of all) append('trial-added', facts);
  for (let worker = 0; worker < shards; worker += 1)
    append('worker-started', {worker, pid: 100 + worker, parts: ['part-000.parquet']});
  let unit = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1)
    for (let first = 0; first < trials; first += lanes) {
      const group = all.slice(first, first + lanes);
      for (let worker = 0; worker < shards; worker += 1) {
        const facts = {unit: unit++, group: group[0].group, epoch, worker, kind: 'train'};
        append('unit-started', {...facts, trials: group.map(({trial}) => trial)});
        append('unit-ended', {
          ...facts,
          lanes: group.map(({trial}) => ({trial, loss: random(), sha256: 'b0f06cf5c919246a'.repeat(4)})),
        });
      }
      for (const trial of group) append('epoch-ended', scored(trial, epoch, epochs, random));
    }
  const best = all.reduce((one, other) => (other.quality > one.quality ? other : one));
  append('run-ended', {result: resultOf(best, {run, trials})});
  return lines;
}

const settings = {
  ...{metric: 'roc-auc', criterion: 'log-loss', families: ['linear', 'mlp'], algorithm: 'random'},
  ...{time: null, workers: shards, engine: 'onnxruntime', device: 'cpu'},
};

function trialOf(trial, random) {
  const family = trial % 2 ? 'linear' : 'mlp';
  const own = family === 'mlp' ? {units: 32 << (trial % 3), hiddenLayers: 1 + (trial % 2), embedding: 4} : {};
  const parameters = {...own, learningRate: 10 ** (-4 * random()), alpha: 10 * random(), batchSize: 64};
  const group = 1 + Math.floor((trial - 1) / lanes);
  return {trial, group, family, parameters, weights: family === 'mlp' ? 1319 : 54, quality: random()};
}

function scored({trial, quality}, epoch, epochs, random) {
  const auc = 0.5 + 0.5 * quality * (1 - 0.7 ** ((10 * epoch) / epochs)) + 0.002 * random();
  const scores = {accuracy: 0.4 + auc / 2, 'f1-macro': auc - 0.1, 'log-loss': 1 - auc / 2, 'roc-auc': auc};
  return {trial, epoch, loss: 1.05 - auc / 2, scores};
}

function resultOf({trial, family, parameters}, {run, trials}) {
  const scores = {accuracy: 0.9, 'f1-macro': 0.8, 'log-loss': 0.3, 'roc-auc': 0.97};
  const best = {trial, family, parameters, weights_sha256: 'c0'.repeat(32)};
  return {
    run,
    best: {...best, metrics: {validation: scores, test: scores}},
    ...{baseline: {test: scores}, trials, stopped_by: 'trials', seconds: 600},
  };
}

/** A small generator of numbers in [0, 1), so that every run of the bench reads the same lines. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
