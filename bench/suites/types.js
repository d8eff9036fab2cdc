// The classifier of feature types: `--train F` grows it anew from labelled columns and compares it with the shipped one,
// `--test F` judges it on columns that it has not seen (they are read only once it is there), `--tables DIR` types the raw
// columns of tables (with `--downstream` also what types are worth to models), `--write` ships what was grown. Beside it the published random forest of scikit-learn.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {classify, modelCard} from '../../dist/features/inference/classifier.js';
import {featureNames} from '../../dist/features/inference/description.js';
import {median} from '../statistics.js';
import {readBenchmark} from '../types/benchmark.js';
import {compareDownstream} from '../types/downstream.js';
import {groupFolds} from '../types/folds.js';
import {errorsOf, scoreTypes} from '../types/scores.js';
import {typeTables} from '../types/tables.js';
import {timeTyping} from '../types/timing.js';
import {grow, modelOf, scoresOf, softmax, temperatureOf, typesOf} from '../types/training.js';

const flags = {
  train: {type: 'string'},
  test: {type: 'string'},
  tables: {type: 'string'},
  downstream: {type: 'boolean', default: false},
  write: {type: 'boolean', default: false},
  json: {type: 'boolean', default: false},
};

const source = (name) => fileURLToPath(new URL(`../../src/features/inference/${name}`, import.meta.url));
const python = fileURLToPath(new URL('../.venv/bin/python', import.meta.url));
const peer = fileURLToPath(new URL('../peers/types_sklearn.py', import.meta.url));

export async function measure(say, words = []) {
  const {values} = parseArgs({args: words, options: flags});
  if (!values.train && !values.test && !values.tables)
    throw new Error(
      'Expected labelled columns: npm run bench -- types --train FILE [--test FILE] [--tables DIR].',
    );
  const [rows, bars] = [[], []];
  const bar = (name, value, limit, met) => bars.push({name, value, bar: limit, met});
  if (values.train) await retrain(values, {say, rows, bar});
  if (values.test) await judge(values, {say, rows, bar});
  if (values.tables) await typeTables(values.tables, {say, rows, bar});
  if (values.tables && values.downstream) await compareDownstream(values.tables, {say, rows});
  await timeTyping({say, rows, bar});
  return {rows, bars};
}

async function retrain({train, write}, {say, rows, bar}) {
  const columns = await readBenchmark(train);
  const types = typesOf(columns);
  say(`growing five times without a fifth of the files, of ${columns.length} columns`);
  const files = columns.map(({file}) => file);
  const scores = crossScores(columns, types, groupFolds(files, 5));
  const temperature = temperatureOf(scores, columns, types);
  const askBelow = thresholdOf(scores, {columns, types, temperature, rows});
  rows.push({of: 'files left out', type: 'temperature', temperature});
  say('growing over all of them');
  const bytes = modelOf(grow(columns, types), temperature);
  const sha256 = hashOf(bytes);
  if (write) ship(bytes, {sha256, types, features: featureNames, askBelow});
  const shipped = hashOf(readFileSync(source('model.onnx')));
  const met = write ? 'not measured: it was written' : sha256 === shipped;
  bar('retraining gives the shipped file', sha256.slice(0, 12), shipped.slice(0, 12), met);
  bar('size of the file, MB', bytes.length / 1e6, '<= 2', bytes.length <= 2e6);
  leaveFilesOut(columns, types, {scores, published: askPeer(say, train), rows, bar});
}

/** On scikit-learn's folds where it is there, which differ in how files of a size are dealt out; else on our own. */
function leaveFilesOut(columns, types, {scores, published, rows, bar}) {
  const found = published ? crossScores(columns, types, published.folds) : scores;
  const given = found.map((own) => types[own.indexOf(Math.max(...own))]);
  const of = published ? 'files left out' : 'files left out, own folds';
  const {
    accuracy,
    macroF1,
    rows: byType,
  } = scoreTypes(
    columns.map(({type}) => type),
    given,
    types,
  );
  rows.push(...byType.map((row) => ({of, ...row})), {of, type: 'all', accuracy, macroF1});
  if (published) rows.push({of, type: 'published forest', ...published.grouped});
  bar(`${of}: accuracy`, accuracy, '>= 0.86', accuracy >= 0.86);
}

function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

function crossScores(columns, types, folds) {
  const scores = new Array(columns.length);
  for (const fold of new Set(folds)) {
    const own = [...columns.keys()].filter((at) => folds[at] === fold);
    const ensemble = grow(
      columns.filter((_, at) => folds[at] !== fold),
      types,
    );
    const found = scoresOf(
      ensemble,
      own.map((at) => columns[at]),
    );
    for (const [at, column] of own.entries()) scores[column] = found[at];
  }
  return scores;
}

/** The least confidence, of 0.05, 0.10 …, from which 95% of the columns of files that were left out are right. */
function thresholdOf(scores, {columns, types, temperature, rows}) {
  const probabilities = scores.map((own) => softmax(own, temperature));
  const sure = probabilities.map((own) => Math.max(...own));
  const expected = columns.map(({type}) => type);
  const given = probabilities.map((own, at) => types[own.indexOf(sure[at])]);
  const tried = Array.from({length: 19}, (_, at) => (at + 1) / 20).map((confidence) => {
    const kept = [...sure.keys()].filter((at) => sure[at] >= confidence);
    const accuracy = kept.filter((at) => expected[at] === given[at]).length / Math.max(1, kept.length);
    return {confidence, share: kept.length / sure.length, accuracy};
  });
  const best = tried.find(({accuracy}) => accuracy >= 0.95) ?? tried.at(-1);
  rows.push({of: 'files left out', type: `confidence >= ${best.confidence}`, ...best});
  return best.confidence;
}

function ship(bytes, card) {
  writeFileSync(source('model.onnx'), bytes);
  writeFileSync(source('model.json'), `${JSON.stringify(card, null, 2)}\n`);
}

/** By the shipped file, through what `adl source types` calls. */
async function judge({train, test}, {say, rows, bar}) {
  if (modelCard().sha256 !== hashOf(readFileSync(source('model.onnx'))))
    throw new Error('Expected dist to hold the shipped classifier: run `npm run build` first.');
  const columns = await readBenchmark(test);
  const published = train && askPeer(say, train, test)?.test;
  const verdicts = await classify(columns.map(({summary}) => summary));
  const {types} = modelCard();
  const given = verdicts.map(({ranking}) => ranking[0].type);
  const found = scoreTypes(
    columns.map(({type}) => type),
    given,
    types,
  );
  rows.push(...found.rows.map((row) => ({of: 'test', ...row})));
  if (published) rows.push({of: 'test', type: 'published forest', ...published});
  for (const line of errorsOf(columns, given)) say(line);
  bar('test: accuracy', found.accuracy, '>= 0.94', found.accuracy >= 0.94);
  bar('test: macro-F1', found.macroF1, '>= 0.93', found.macroF1 >= 0.93);
  const turns = Array.from({length: 5}, () => 0);
  for (const at of turns.keys()) {
    const begun = performance.now();
    await classify(columns.map(({summary}) => summary));
    turns[at] = (performance.now() - begun) / columns.length;
  }
  bar('typing a column that is summarized, ms', median(turns), '<= 1', median(turns) <= 1);
}

function askPeer(say, train, test) {
  if (!existsSync(python)) {
    say('scikit-learn is left out: there is no bench/.venv (see bench/peers/requirements-light.txt)');
    return undefined;
  }
  say('the published forest, by scikit-learn');
  const {status, stdout, stderr} = spawnSync(python, [peer, train, ...(test ? [test] : [])], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`types_sklearn.py ended with ${status}: ${stderr.slice(-500)}`);
  return JSON.parse(stdout);
}
