import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

describe('the engine of a build', () => {
  it('is the one that is asked for, and ends where the others end', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {rows: 150, manifest: 'build: {search: {epochs: 2}}\n'});
    const losses: number[] = [];
    for (const engine of ['onnxruntime', 'tensorflow', 'reference']) {
      const result = await finished(build(host, {trials: 1, workers: 2, engine}));
      const [started] = readJournal(projectPaths(folder).run(result.run).journal);
      expect(started).toMatchObject({type: 'run-started', engine});
      losses.push(result.best.metrics.validation['log-loss']!);
    }
    for (const loss of losses) expect(Math.abs(loss / losses[2]! - 1)).toBeLessThan(1e-3);
  });

  it('is refused before a run is made, where it or its device is not there', async () => {
    const folder = temporaryFolder();
    await sourcedProject(folder, {rows: 150});
    for (const {words, status, code, says} of refused) {
      const ended = adl(['build', '--trials', '1', ...words], {cwd: folder});
      expect(ended.status, words.join(' ')).toBe(status);
      expect(ended.stderr).toContain(code);
      expect(ended.stderr).toMatch(says);
    }
    expect(existsSync(join(folder, '.adl', 'runs'))).toBe(false);
  });
});

const refused = [
  {words: ['--engine', 'onnxruntim'], status: 2, code: 'UNKNOWN_NAME', says: /Did you mean `onnxruntime`/},
  {
    words: ['--device', 'cuda1'],
    status: 2,
    code: 'UNKNOWN_NAME',
    says: /of `onnxruntime` called `cuda1`[\s\S]*`cuda`/,
  },
  {
    words: ['--engine', 'tensorflow', '--device', 'native'],
    status: 5,
    code: 'DEVICE_MISSING',
    says: /--engine tensorflow --device cpu[\s\S]*npm install @tensorflow\/tfjs-node/,
  },
];
