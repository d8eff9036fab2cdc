import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {Pool} from '../../src/hopper/pool.js';
import {type HopperOptions, runSchedule} from '../../src/hopper/run.js';
import {openJournal, readJournal} from '../../src/project/journal.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adl-hopper-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

/** One unit of a worker that never ends it, which is waited for as long as told. */
async function runHanging(shouldStop: () => boolean) {
  const pool = await Pool.start({
    entry: resolve('test/fixtures/worker-hangs.js'),
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
  const options: HopperOptions = {
    ...{pool, shouldStop, seed: 0, shardRows: [1], patience: () => 300},
    ...{folders: {checkpoints: folder, predictions: folder}, journal: openJournal(journal, Date.now)},
    units: [{group: 1, epoch: 1, kind: 'train', worker: 0}],
    groups: [
      {
        group: 1,
        trials: [{trial: 1, family: 'linear', parameters: {}, layers: [], weights: 1, steps: 1} as never],
      },
    ],
    onEpoch: async () => {},
    onFailure: (trial) => failures.push(trial),
  };
  await runSchedule(options);
  await pool.close();
  return {failures, types: readJournal(journal).map(({type}) => type)};
}

it('leaves a trial out whose worker does not come back', async () => {
  expect(await runHanging(() => false)).toEqual({failures: [1], types: ['unit-started', 'trial-failed']});
});

it('takes a unit that the end of the run cut off for no failure of its trial', async () => {
  let asked = 0;
  const isOver = () => {
    asked += 1;
    return asked > 1;
  };
  expect(await runHanging(isOver)).toEqual({failures: [], types: ['unit-started']});
});
