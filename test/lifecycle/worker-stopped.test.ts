import {describe, expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';
import {isAlive, processesOf} from '../helpers/workers.js';

const options = {trials: 4, workers: 2, seed: 3, strategy: 'mop'};

describe('a build one of whose workers is stopped by a signal', () => {
  it('replaces it after the silence that is allowed, and comes to the same weights', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {rows: 300, manifest: 'build: {search: {epochs: 3}}\n'});
    const undisturbed = await finished(build(host, options));
    const impatient = {...host, environment: {ADL_SILENCE: '3'}};
    let stopped: number | undefined;
    const result = await finished(build(impatient, options), ({kind}) => {
      if (stopped !== undefined || kind !== 'progress') return;
      stopped = processesOf(folder, '0002').workers[0]!;
      process.kill(stopped, 'SIGSTOP');
    });
    expect(result.best.weights_sha256).toBe(undisturbed.best.weights_sha256);
    expect(isAlive(stopped!)).toBe(false);
    const entries = readJournal(projectPaths(folder).run('0002').journal);
    expect(entries.filter(({type}) => type === 'worker-lost')).toMatchObject([
      {worker: 0, reason: 'it said nothing for 3 s'},
    ]);
  });

  it('says what `ADL_SILENCE` has to be', async () => {
    const host = await sourcedProject(temporaryFolder(), {rows: 150});
    await expect(
      finished(build({...host, environment: {ADL_SILENCE: 'soon'}}, {trials: 1, workers: 1})),
    ).rejects.toMatchObject({code: 'FLAG_INVALID', message: expect.stringContaining('got soon')});
  });
});
