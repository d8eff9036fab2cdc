import {join} from 'node:path';
import {expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {build} from '../../src/lifecycle/build.js';
import {showBuild, viewOf} from '../../src/lifecycle/build-show.js';
import {watchBuild} from '../../src/lifecycle/build-watch.js';
import {nothingYet, type RunProgress, takeEntry} from '../../src/lifecycle/run-progress.js';
import {isBefore, type Standing} from '../../src/lifecycle/standing.js';
import type {Entry} from '../../src/project/journal.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

function folded(entries: Omit<Entry, 'at'>[]): RunProgress {
  return entries.map((entry, at) => ({...entry, at}) as Entry).reduce(takeEntry, nothingYet);
}

const started = {
  type: 'run-started',
  pid: 1,
  metric: 'accuracy',
  criterion: 'log-loss',
  epochs: 2,
  time: 100,
};
const added = (trial: number, weights = 10) => {
  return {type: 'trial-added', trial, group: trial, family: 'mlp', parameters: {}, weights};
};
const ended = (trial: number, epoch: number, accuracy: number, loss = 1) => {
  return {type: 'epoch-ended', trial, epoch, loss: 1, scores: {accuracy, 'log-loss': loss}};
};
const worker = {type: 'worker-started', worker: 0, pid: 5, parts: []};
const unit = {unit: 1, group: 1, trials: [1], epoch: 1, worker: 0, kind: 'train'};

it('tells the same of a real run while it goes on, after it, and read at once', async () => {
  const folder = temporaryFolder();
  const host = await sourcedProject(folder);
  let look: ReturnType<typeof watchBuild> | undefined;
  let looks = 0;
  const result = await finished(build(host, {trials: 4, workers: 2}), ({data}) => {
    if (data && typeof data === 'object' && 'run' in data) look = watchBuild(host, {run: String(data.run)});
    if (look?.().curve.length) looks += 1;
  });
  expect(looks).toBeGreaterThan(3);
  const view = look!();
  const {curves, ...shown} = await showBuild(host, {});
  expect(view).toEqual(shown);
  const entries = readJournal(join(projectPaths(folder).run(result.run).journal));
  expect(view).toEqual(viewOf('0001', entries.reduce(takeEntry, nothingYet)));
  // Whoever looks while it goes on has read some of its lines.
  entries.reduce((progress, entry) => {
    const next = takeEntry(progress, entry);
    expect(viewOf('0001', next).run).toBe('0001');
    return next;
  }, nothingYet);
  expect(view).toMatchObject({state: 'ended', epochs: 10, direction: 'maximize', result});
  const {trial, metrics} = result.best;
  expect(view.trials[0]!.trial).toBe(trial);
  expect(view.curve.at(-1)).toMatchObject({trial, score: metrics.validation['average-precision']});
  expect(view.workers.map(({at_work}) => at_work)).toEqual([null, null]);
});

it('follows the best as a build would choose it: an ended trial counts as it ended', () => {
  const {leaders} = folded([
    ...[started, added(1), added(2), added(3, 5)],
    ...[ended(1, 1, 0.9), ended(2, 1, 0.8), ended(1, 2, 0.7), ended(3, 1, 0.8)],
  ]);
  expect(leaders.map(({trial, epoch, scores}) => [trial, epoch, scores.accuracy])).toEqual([
    [1, 1, 0.9],
    [2, 1, 0.8],
    [3, 1, 0.8],
  ]);
});

it('takes no trial for the best that has failed, and none whose score is no number', () => {
  const {leaders, trials} = folded([
    ...[started, added(1), added(2), ended(1, 1, 0.9), ended(2, 1, 0.5)],
    ...[{type: 'trial-failed', trial: 1, reason: 'it diverged'}, ended(2, 2, null as unknown as number)],
  ]);
  expect(leaders.map(({trial}) => trial)).toEqual([1, 2]);
  expect(trials.map(({state}) => state)).toEqual(['failed', 'done']);
});

it('knows what a worker is at, also when its unit failed or it was replaced', () => {
  const begun = [started, added(1), worker, {type: 'unit-started', ...unit}];
  expect(folded(begun).workers[0]!.unit).toMatchObject({trials: [1], epoch: 1, kind: 'train', since: 3});
  const replaced = folded([...begun, {...worker, pid: 6}]).workers[0]!;
  expect(replaced).toMatchObject({pid: 6, unit: {trials: [1]}});
  expect(folded([...begun, {type: 'unit-ended', ...unit}]).workers[0]).toMatchObject({
    units: 1,
    unit: undefined,
  });
  const failed = folded([...begun, {type: 'trial-failed', trial: 1, reason: 'it diverged'}]);
  expect(failed.workers[0]!.unit).toBeUndefined();
});

it('knows what a worker was at in a run from before there were groups', () => {
  const {trials, ...old} = {...unit, trial: 1};
  const view = viewOf('0001', folded([started, added(1), worker, {type: 'unit-started', ...old}]));
  expect(view.workers[0]!.at_work).toBe('trial 1, epoch 1, train');
});

it('goes on with the others where one of a unit fails', () => {
  const begun = [started, added(1), added(2), worker, {type: 'unit-started', ...unit, trials: [1, 2]}];
  expect(folded(begun).trials.map(({state}) => state)).toEqual(['running', 'running']);
  const fail = (trial: number) => ({type: 'trial-failed', trial, reason: 'it diverged'});
  expect(folded([...begun, fail(1)]).workers[0]!.unit?.trials).toEqual([2]);
  expect(folded([...begun, fail(1), fail(2)]).workers[0]!.unit).toBeUndefined();
});

it('passes over entries that it does not know', () => {
  expect(folded([started, {type: 'decided', what: 'something new'}])).toMatchObject({latest: 1, pid: 1});
});

it('finds the best after every entry as a look at all trials would', () => {
  const random = randomStream(7, 'journals');
  for (let round = 0; round < 200; round += 1) {
    const trials = 2 + random.integer(5);
    let progress = folded([started, ...Array.from({length: trials}, (_, at) => added(at + 1))]);
    const epochs = Array.from({length: trials}, () => 0);
    for (let step = 0; step < 14; step += 1) {
      const trial = 1 + random.integer(trials);
      if (epochs[trial - 1] === 2) continue;
      const epoch = ++epochs[trial - 1]!;
      const entry =
        random.uniform() < 0.1
          ? {type: 'trial-failed', trial, reason: 'it diverged'}
          : ended(trial, epoch, random.integer(4) / 4);
      progress = takeEntry(progress, {...entry, at: step} as Entry);
      const standings = progress.trials.flatMap(({standing}) => standing ?? []);
      const best = standings.reduce<Standing | undefined>(
        (first, one) => (!first || isBefore(progress.metric!, one, first) ? one : first),
        undefined,
      );
      if (best) expect(progress.leaders.at(-1)).toMatchObject(best);
    }
  }
});

it('is paused until it goes on, or is taken up again', () => {
  const entries: Entry[] = [
    {type: 'run-started', at: 1, pid: process.pid, metric: 'accuracy', epochs: 3},
    {type: 'run-paused', at: 2, path: 'a.ckpt', bytes: 9},
  ];
  const shown = (...more: Entry[]) => viewOf('0001', [...entries, ...more].reduce(takeEntry, nothingYet));
  expect(shown()).toMatchObject({state: 'running', paused: 'a.ckpt'});
  expect(shown({type: 'run-went-on', at: 3}).paused).toBeUndefined();
  const interrupted = shown({type: 'run-interrupted', at: 3});
  expect([interrupted.state, interrupted.paused]).toEqual(['broken-off', undefined]);
  const resumed = {type: 'run-resumed', at: 4, pid: process.pid};
  expect(shown({type: 'run-interrupted', at: 3}, resumed)).not.toHaveProperty('paused');
});
