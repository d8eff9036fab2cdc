import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {showBuild} from '../../src/lifecycle/build-show.js';
import {queryRuns} from '../../src/lifecycle/build-sql.js';
import {readRun} from '../../src/lifecycle/run-record.js';
import {temporaryFolder} from '../helpers/adl.js';
import {folderWith, hostIn} from '../helpers/source.js';

// Not typed: the benchmarks are plain JavaScript, which the compiler is not shown.
const {writeRun} = await import('../../bench/tracking/journal.js' as string);

it('is a run that can be shown and asked, trial by trial', async () => {
  const root = folderWith({'adl.yaml': ''});
  writeRun(root, {trials: 100, epochs: 4});
  const {trials, curves, result, workers} = await showBuild(hostIn(root), {});
  expect(trials.map(({epochs, state}) => `${epochs} ${state}`)).toEqual(Array(100).fill('4 done'));
  expect(trials[0]!.trial).toBe(result!.best.trial);
  expect(curves.map(({points}) => points.length)).toEqual([4, 4, 4, 4, 4]);
  expect(workers.map(({units}) => units)).toEqual([28, 28]);
  const {rows} = await queryRuns(hostIn(root), {sql: 'select count(*) as n, max(epoch) as last from epochs'});
  expect(rows).toEqual([{n: 400, last: 4}]);
});

it('takes ten times as long to read for ten times as many trials, and not a hundred times', () => {
  const folder = temporaryFolder();
  const seconds = [1_000, 10_000].map((trials) => {
    const root = join(folder, String(trials));
    mkdirSync(root);
    writeRun(root, {trials, epochs: 3});
    const journal = join(root, '.adl/runs/0001/journal.ndjson');
    const each = Array.from({length: 3}, () => {
      const started = performance.now();
      expect(readRun('0001', journal).progress.trials).toHaveLength(trials);
      return performance.now() - started;
    });
    return Math.min(...each);
  });
  expect(seconds[1]! / seconds[0]!).toBeLessThan(40);
});
