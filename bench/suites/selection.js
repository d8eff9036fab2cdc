// The same search by adl, Ray Tune, joblib and PyTorch one after another: 32 configurations over the flights of half a year.
// `--only adl,ray` takes contenders whose kind or name holds one of these words, `--rows N` and `--epochs N` a smaller
// workload, `--repeat N` several turns of each; bench/selection/README.md says what is measured how.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {barsOf} from '../selection/bars.js';
import {byStrategy, contenders, present} from '../selection/contenders.js';
import {measureContender, measureMemory} from '../selection/measure.js';
import {planOf, strategies} from '../selection/plan.js';
import {setEpochs, setUpProject, trials} from '../selection/project.js';
import {rowsOf} from '../selection/rows.js';
import {full} from '../selection/workload.js';

/** Epochs of the runs in which memory is watched closely, which takes time: by then all of it is in use. */
const watchedEpochs = 1;

const flags = {
  rows: {type: 'string', default: String(full.rows)},
  epochs: {type: 'string', default: String(full.epochs)},
  repeat: {type: 'string', default: '1'},
  only: {type: 'string'},
  json: {type: 'boolean', default: false},
};

export async function measure(say, words = []) {
  const {values} = parseArgs({args: words, options: flags});
  const [rows, epochs, repeat] = ['rows', 'epochs', 'repeat'].map((name) => countOf(values, name));
  const folder = mkdtempSync(join(tmpdir(), 'adl-bench-'));
  try {
    const chosen = present(only(contenders, values.only), say);
    const snapshot = await setUpProject(folder, rows);
    say(
      `${snapshot.rows.train} training and ${snapshot.rows.validation} validation rows, ${trials} configurations, epochs: ${epochs}`,
    );
    const records = chosen.map(recordOf);
    setEpochs(folder, Math.min(watchedEpochs, epochs), snapshot);
    for (const record of records) if (record.kind !== 'alone') await measureMemory(record, folder, say);
    setEpochs(folder, epochs, snapshot);
    const plan = planOf(folder);
    if (chosen.some(({kind}) => kind === 'adl'))
      for (const strategy of strategies()) {
        const contender = byStrategy(strategy);
        records.push({...contender, seconds: [], auc: [], times: []});
      }
    for (let turn = 0; turn < repeat; turn += 1)
      for (const record of records) if (!record.failed) await measureContender(record, folder, say);
    const measured = records.filter(({failed}) => !failed);
    const isFull = rows === full.rows && epochs === full.epochs;
    return {bars: barsOf(measured, {plan, full: isFull}), rows: rowsOf(records, plan)};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function recordOf(contender) {
  return {...contender, seconds: [], auc: [], times: []};
}

function countOf(values, name) {
  const count = Number(values[name]);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(`--${name} takes a number such as ${flags[name].default}; got ${values[name]}.`);
}

function only(all, words) {
  if (!words) return all;
  const wanted = words.split(',');
  const has = (word, {who, kind}) => kind === word || who.includes(word);
  const unknown = wanted.find((word) => !all.some((contender) => has(word, contender)));
  if (unknown !== undefined)
    throw new Error(
      `--only takes some of ${[...new Set(all.map(({kind}) => kind))].join(', ')}; got ${unknown}.`,
    );
  return all.filter((contender) => wanted.some((word) => has(word, contender)));
}
