import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {Pool} from '../../src/hopper/pool.js';
import {type HopperOptions, runSchedule} from '../../src/hopper/run.js';
import {usualTraining} from '../../src/models/families/family.js';
import {openJournal, readJournal} from '../../src/project/journal.js';

const training = {...usualTraining, learningRate: 0.1, l2: 0, batchSize: 32};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adl-hopper-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

/** One unit on a worker that misbehaves; it is waited for no longer than told. */
async function runOn(worker: string, shouldStop: () => boolean) {
  const pool = await Pool.start({
    entry: resolve(`test/fixtures/${worker}.js`),
    setups: [
      {
        ...{
          type: 'setup',
          worker: 0,
          engine: 'onnxruntime',
          device: 'cpu',
          threads: 1,
          parts: ['x'],
          validation: ['x'],
        },
        inputs: {task: {kind: 'regression', mean: 0, scale: 1}, columns: []},
      } as never,
    ],
  });
  const journal = join(folder, 'journal.ndjson');
  const failures: number[] = [];
  const reasons: string[] = [];
  const options: HopperOptions = {
    ...{pool, shouldStop, seed: 0, shardRows: [1], patience: () => 300},
    ...{folders: {checkpoints: folder, predictions: folder}, journal: openJournal(journal, Date.now)},
    units: [{group: 1, epoch: 1, kind: 'train', worker: 0}],
    groups: [
      {
        group: 1,
        trials: [
          {trial: 1, family: 'linear', parameters: {}, layers: [], training, weights: 1, steps: 1} as never,
        ],
      },
    ],
    onEpoch: async () => {},
    onFailure: (trial, {reason}) => {
      failures.push(trial);
      reasons.push(reason);
    },
  };
  await runSchedule(options);
  await pool.close();
  return {failures, reasons, types: readJournal(journal).map(({type}) => type)};
}

it('leaves a trial out whose worker does not come back', async () => {
  expect(await runOn('worker-hangs', () => false)).toMatchObject({
    failures: [1],
    types: ['unit-started', 'trial-failed'],
  });
});

it('takes a unit that the end of the run cut off for no failure of its trial', async () => {
  let asked = 0;
  const isOver = () => {
    asked += 1;
    return asked > 1;
  };
  expect(await runOn('worker-hangs', isOver)).toMatchObject({failures: [], types: ['unit-started']});
});

it('says which group memory did not do for, and what to lower', async () => {
  const {failures, reasons} = await runOn('worker-has-no-memory', () => false);
  expect(failures).toEqual([1]);
  expect(reasons[0]).toBe(
    'memory ran out over group 1 (lanes 1, weights 1, batch size 32): use fewer workers, `--workers 1`, or smaller layers and batches (std::bad_alloc)',
  );
});
