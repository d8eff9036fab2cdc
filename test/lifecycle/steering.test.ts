import {beforeAll, describe, expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {replayBuild} from '../../src/lifecycle/build-replay.js';
import {resumeBuild} from '../../src/lifecycle/build-resume.js';
import {showBuild} from '../../src/lifecycle/build-show.js';
import {addTrial, cloneTrial, stopTrial} from '../../src/lifecycle/build-steer.js';
import type {Host} from '../../src/lifecycle/event.js';
import {openJournal, readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {lastingFolder, temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

const epochs = 6;
const project = (search = '') => ({
  rows: 300,
  manifest: `build: {families: [mlp], search: {epochs: ${epochs}${search}}}\n`,
});

/** Steers a run once it has ended so many epochs of trials, as another terminal would. */
async function steered(host: Host, options: object, after: number, steer: () => Promise<unknown>) {
  let [seen, told] = [0, Promise.resolve() as Promise<unknown>];
  const result = await finished(build(host, options), ({kind}) => {
    if (kind !== 'progress') return;
    seen += 1;
    if (seen === after) told = steer();
  });
  await told;
  return result;
}

const entriesOf = (host: Host, run: string) => readJournal(projectPaths(host.cwd).run(run).journal);
const epochsOf = (host: Host, run: string, trial: number) =>
  entriesOf(host, run).filter((entry) => entry.type === 'epoch-ended' && entry.trial === trial).length;

describe.each([
  ['random', '', {adaptive: false}],
  ['random, as units end', '', {adaptive: true}],
  ['asha', ', algorithm: asha', {adaptive: false}],
])('steering a run: %s', (_name, search, order) => {
  let host: Host;
  let run: string;

  beforeAll(async () => {
    host = await sourcedProject(lastingFolder(), project(search));
    const result = await steered(host, {trials: 6, workers: 2, ...order}, 2, async () => {
      await stopTrial(host, {trial: 2});
      await addTrial(host, {family: 'mlp', set: ['units=16', 'learning-rate=0.004']});
      await cloneTrial(host, {trial: 1, set: ['learning-rate=0.0001']});
    });
    run = result.run;
  });

  it('stops a trial when its epoch is over', () => {
    const stopped = entriesOf(host, run).filter(({type}) => type === 'trial-stopped');
    expect(stopped.some(({trial}) => trial === 2) || epochsOf(host, run, 2) === epochs).toBe(true);
    if (!search) expect(epochsOf(host, run, 2)).toBeLessThan(epochs);
  });

  it('trains one more, and a clone that goes on from the epochs of its parent', async () => {
    const {trials} = await showBuild(host, {run});
    const added = trials.find(({parameters}) => parameters.units === 16 && parameters.learningRate === 0.004);
    expect(added?.epochs).toBe(epochs);
    const clone = entriesOf(host, run).find(
      ({type, parent}) => type === 'trial-added' && parent !== undefined,
    )!;
    expect(clone.parameters).toMatchObject({learningRate: 0.0001});
    const {trial, epoch} = clone.parent as {trial: number; epoch: number};
    expect(trial).toBe(1);
    expect(epochsOf(host, run, Number(clone.trial))).toBe((epoch < epochs ? epochs : 2 * epochs) - epoch);
  });

  it('can be done again, bit for bit', async () => {
    const recorded = entriesOf(host, run).at(-1)!.result as {best: {weights_sha256: string}};
    const again = await finished(replayBuild(host, {run}));
    expect(again.weights_sha256).toBe(recorded.best.weights_sha256);
    expect(again.units).toBeGreaterThan(20);
  });
});

it('keeps to what a run was told when it is taken up again', async () => {
  const host = await sourcedProject(temporaryFolder(), project());
  const options = {trials: 4, workers: 2, seed: 2};
  const interrupt = new AbortController();
  let seen = 0;
  const broken = finished(build({...host, signal: interrupt.signal}, options), ({kind}) => {
    if (kind !== 'progress') return;
    seen += 1;
    if (seen === 2) void stopTrial(host, {trial: 3});
    if (seen === 14) interrupt.abort();
  });
  await expect(broken).rejects.toMatchObject({name: 'AbortError'});
  const result = await finished(resumeBuild(host, {}));
  expect(epochsOf(host, result.run, 3)).toBeLessThan(epochs);
  const again = await finished(replayBuild(host, {}));
  expect(again.weights_sha256).toBe(result.best.weights_sha256);
});

describe('what cannot be told', () => {
  let host: Host;
  beforeAll(async () => {
    host = await sourcedProject(lastingFolder(), project());
    await finished(build(host, {trials: 2, workers: 2}));
  });

  it('nothing to a run that is over, or not there', async () => {
    await expect(stopTrial(host, {trial: 1})).rejects.toMatchObject({
      code: 'RUN_OVER',
      message: 'Expected a run that is going on, but run 0001 has ended.',
    });
    await expect(stopTrial(host, {run: '9', trial: 1})).rejects.toMatchObject({code: 'RUN_MISSING'});
  });

  it.each([
    [{trial: 7}, 'TRIAL_MISSING', 'Expected the number of a trial, got 7: run 0001 has trials 1 to 2.'],
    [
      {trial: 1, set: ['units=3']},
      'FLAG_INVALID',
      'A clone keeps the weights of its parent, and `units` changes their shape.',
    ],
    [
      {trial: 1, set: ['lerning-rate=3']},
      'FLAG_INVALID',
      /^Expected one of learningRate, .* before `=`, got `lerning-rate`\.$/,
    ],
    [{trial: 1, set: ['learning-rate']}, 'FLAG_INVALID', /`learning-rate` does not fit `learningRate`/],
    [{trial: 1, set: ['batch-size=0.5']}, 'FLAG_INVALID', /`batch-size=0.5` does not fit `batchSize`/],
  ])('%o to one that goes on', async (asked, code, message) => {
    const {journal} = projectPaths(host.cwd).run('0001');
    const {result: _, ...going} = {type: 'run-resumed', pid: process.pid, result: undefined};
    const before = readJournal(journal);
    if (before.at(-1)!.type === 'run-ended') {
      // As a journal looks while its run goes on.
      const {writeFileSync} = await import('node:fs');
      writeFileSync(
        journal,
        `${before
          .slice(0, -1)
          .map((entry) => JSON.stringify(entry))
          .join('\n')}\n`,
      );
      openJournal(journal, Date.now).append(going.type, {pid: going.pid});
    }
    await expect(cloneTrial(host, {set: [], ...asked})).rejects.toMatchObject({
      code,
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
  });
});
