import {expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {replayBuild} from '../../src/lifecycle/build-replay.js';
import {resumeBuild} from '../../src/lifecycle/build-resume.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {algorithms} from '../../src/search/algorithms/registry.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

const epochs = 6;

it.each(Object.keys(algorithms))(
  '%s: a run that is broken off comes to the same when it is taken up, and when it is done again',
  async (algorithm) => {
    const search = `{algorithm: ${algorithm}, trials: 12, epochs: ${epochs}}`;
    const manifest = `build: {search: ${search}}\n`;
    const host = await sourcedProject(temporaryFolder(), {rows: 200, manifest});
    const options = {workers: 2, trials: 12};
    const whole = await finished(build(host, options));
    const interrupt = new AbortController();
    let seen = 0;
    const broken = finished(build({...host, signal: interrupt.signal}, options), ({kind}) => {
      if (kind !== 'progress') return;
      seen += 1;
      if (seen === 12) interrupt.abort();
    });
    await expect(broken).rejects.toMatchObject({name: 'AbortError'});
    const resumed = await finished(resumeBuild(host, {}));
    expect(resumed.best).toEqual(whole.best);
    const again = await finished(replayBuild(host, {}));
    expect(again.weights_sha256).toBe(whole.best.weights_sha256);
    const entries = readJournal(projectPaths(host.cwd).run(resumed.run).journal);
    const longest = Math.max(
      ...entries.filter(({type}) => type === 'epoch-ended').map(({epoch}) => Number(epoch)),
    );
    expect(longest).toBe(epochs);
    expect(entries.some(({type}) => type === 'trial-failed')).toBe(false);
  },
);
