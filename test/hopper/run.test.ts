import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join, resolve} from 'node:path';
import {afterEach, beforeEach, expect, it} from 'vitest';
import {Executor} from '../../src/hopper/executor.js';
import {Known} from '../../src/hopper/known.js';
import {Pool, type Setup} from '../../src/hopper/pool.js';
import {Room} from '../../src/hopper/room.js';
import {type HopperOptions, runHopper} from '../../src/hopper/run.js';
import {scriptOf} from '../../src/hopper/script.js';
import type {Trial} from '../../src/hopper/trial.js';
import type {WorkOptions} from '../../src/hopper/unit-work.js';
import type {Task} from '../../src/hopper/wire.js';
import {usualTraining} from '../../src/models/families/family.js';
import {openJournal, readJournal} from '../../src/project/journal.js';

const training = {...usualTraining, learningRate: 0.1, l2: 0, batchSize: 32};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adl-hopper-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const trialOf = (trial: number) =>
  ({trial, family: 'linear', parameters: {}, layers: [], training, weights: 1, steps: 1}) as Trial;

interface Case {
  trials?: number[];
  epochs?: number;
  shouldStop?: () => boolean;
}

/** One group on a worker that misbehaves; each unit is waited for no longer than told. */
async function runOn(worker: string, {trials = [1], epochs = 1, shouldStop = () => false}: Case = {}) {
  const part = join(folder, 'part');
  const setup = {type: 'setup', worker: 0, engine: 'onnxruntime', device: 'cpu', threads: 1};
  const inputs = {task: {kind: 'regression', mean: 0, scale: 1}, columns: []};
  const pool = await Pool.start({
    entry: resolve(`test/fixtures/${worker}.js`),
    setups: [
      {
        ...setup,
        shards: [{shard: 0, parts: [part]}],
        validation: [[part]],
        whole: {train: [part], validation: [part]},
        inputs,
      } as Setup,
    ],
  });
  const journal = join(folder, 'journal.ndjson');
  const told = openJournal(journal, Date.now);
  const failures: number[] = [];
  const reasons: string[] = [];
  const asking = [...trials];
  const work: WorkOptions = {
    ...{pool, shouldStop, seed: 0, shardRows: [1], patience: () => 300},
    ...{folders: {checkpoints: folder, predictions: folder}, journal: told},
    room: new Room({
      ...{folder, workers: 1, now: Date.now, journal: {path: journal, catchUp: () => told.catchUp()}},
      ...{onPause: () => {}, onStill: () => {}, onGoOn: () => {}},
    }),
    ...{known: new Known(), validation: () => [part], processOf: () => 0, onEpoch: () => 0},
    onFailure: (trial, {reason}) => {
      failures.push(trial);
      reasons.push(reason);
    },
  };
  const options: HopperOptions = {
    ...{execution: new Executor(work), shouldStop, seed: 0, script: []},
    ...{workers: 1, holders: [[0]], evaluation: 'once', order: 'virtual', listens: false},
    search: {
      ask: () => {
        const trial = asking.shift();
        return trial === undefined ? undefined : {trial, epochs, family: 'linear', parameters: {}};
      },
      tell: () => undefined,
    },
    grouping: {workers: trials.length < 2 ? 1 : 0.5, inTime: false},
    window: () => 1,
    trialOf: (_, number) => trialOf(number),
    costOf: () => ({train: [1], evaluate: 1}),
    onTrial: () => {},
    onGroup: () => {},
    onRest: () => {},
    onDecision: () => {},
    steering: () => [],
    epochs,
  };
  await runHopper(options);
  await pool.close();
  const entries = readJournal(journal);
  const asked = existsSync(`${part}.asked`) ? readFileSync(`${part}.asked`, 'utf8').trim().split('\n') : [];
  return {
    ...{failures, reasons, entries, types: entries.map(({type}) => type)},
    asked: asked.map((line) => JSON.parse(line) as Extract<Task, {type: 'train'}>),
  };
}

it('leaves a trial out whose worker does not come back', async () => {
  expect(await runOn('worker-hangs')).toMatchObject({
    failures: [1],
    types: ['unit-started', 'trial-failed', 'unit-ended', 'unit-skipped'],
  });
});

it('takes a unit that the end of the run cut off for no failure of its trial', async () => {
  const isOver = () => existsSync(join(folder, 'journal.ndjson'));
  expect(await runOn('worker-hangs', {shouldStop: isOver})).toMatchObject({
    failures: [],
    types: ['unit-started'],
  });
});

it('says which group memory did not do for, and what to lower', async () => {
  const {failures, reasons} = await runOn('worker-has-no-memory');
  expect(failures).toEqual([1]);
  expect(reasons[0]).toBe(
    'memory ran out over group 1 (lanes 1, weights 1, batch size 32): use fewer workers, `--workers 1`, or smaller layers and batches (std::bad_alloc)',
  );
});

it('goes on without a lane that diverges: the others keep what is theirs (earlier systems 5: one failure ended all)', async () => {
  const {failures, asked, entries} = await runOn('worker-diverges', {trials: [1, 2, 3], epochs: 2});
  expect(failures).toEqual([2]);
  const files = asked.map(({unit}) =>
    unit.lanes.map(({trial, from, to}) => [trial, from && basename(from), basename(to)]),
  );
  expect(files).toEqual([
    [
      [1, null, '1-1.ckpt'],
      [2, null, '2-1.ckpt'],
      [3, null, '3-1.ckpt'],
    ],
    [
      [1, '1-1.ckpt', '1-2.ckpt'],
      [3, '3-1.ckpt', '3-2.ckpt'],
    ],
  ]);
  const ended = entries
    .filter(({type, kind}) => type === 'unit-ended' && kind === 'train')
    .map(({lanes}) => lanes);
  expect(ended).toEqual(
    Array(2).fill([
      {trial: 1, loss: 1, sha256: 'of 1'},
      {trial: 3, loss: 3, sha256: 'of 3'},
    ]),
  );
});

it('journals the units that an order went past as all their configurations had failed', async () => {
  const {types, entries} = await runOn('worker-has-no-memory', {epochs: 2});
  expect(types).toEqual([
    ...['unit-started', 'trial-failed', 'unit-ended'],
    ...['unit-skipped', 'unit-skipped', 'unit-skipped'],
  ]);
  const steps = scriptOf(entries, () => 0).map(
    ({kind, unit}) => `${kind} to ${unit.kind} in epoch ${unit.epoch}`,
  );
  expect(steps).toEqual(
    [1, 2].flatMap((epoch) =>
      ['train', 'evaluate'].flatMap((kind) => [
        `begin to ${kind} in epoch ${epoch}`,
        `end to ${kind} in epoch ${epoch}`,
      ]),
    ),
  );
});
