import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {planBuild} from '../../src/lifecycle/build-plan.js';
import {replayBuild} from '../../src/lifecycle/build-replay.js';
import {resumeBuild} from '../../src/lifecycle/build-resume.js';
import {deploy} from '../../src/lifecycle/deploy.js';
import {source} from '../../src/lifecycle/source.js';
import {loadTrained} from '../../src/lifecycle/trained.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {temporaryFolder} from '../helpers/adl.js';
import {finished, hostIn, sourcedProject} from '../helpers/birds.js';

const options = {trials: 4, workers: 2, seed: 3};
const forests =
  'build: {families: [gbdt, forest], search: {epochs: 3, space: {gbdt: {rounds: {type: choice, values: [60]}}}}}\n';

async function treesProject(manifest = forests, rows = 400) {
  const folder = temporaryFolder();
  const host = await sourcedProject(folder, {rows, manifest});
  return {folder, host, paths: projectPaths(folder)};
}

describe('a build of trees', () => {
  it('comes to the same weights when it is done again, broken off and resumed, or replayed', async () => {
    const {host, paths} = await treesProject();
    const whole = await finished(build(host, options));
    expect(whole.best.metrics.test['roc-auc']).toBeGreaterThan(0.7);
    const interrupt = new AbortController();
    let epochs = 0;
    const broken = finished(build({...host, signal: interrupt.signal}, options), ({kind}) => {
      if (kind !== 'progress') return;
      epochs += 1;
      if (epochs === 5) interrupt.abort();
    });
    await expect(broken).rejects.toMatchObject({name: 'AbortError'});
    const journal = paths.run('0002').journal;
    const text = readFileSync(journal, 'utf8').replaceAll(`"pid":${process.pid},`, '"pid":2147483646,');
    writeFileSync(journal, text);
    const resumed = await finished(resumeBuild(host, {}));
    expect(resumed.best.weights_sha256).toBe(whole.best.weights_sha256);
    expect(await finished(replayBuild(host, {run: '0001'}))).toMatchObject({run: '0001'});
    const kept = loadTrained(paths.run('0001'));
    expect(kept.weightsSha256).toBe(whole.best.weights_sha256);
  });

  it('stops boosting where the validation rows gain no more, and keeps the rounds up to there', async () => {
    const {host, paths} = await treesProject(
      'build: {families: [gbdt], search: {epochs: 4, space: {gbdt: {rounds: {type: choice, values: [2000]}}}}}\n',
    );
    const {best} = await finished(build(host, {...options, trials: 2}));
    expect(best.family).toBe('gbdt');
    const {model} = loadTrained(paths.run('0001'));
    expect(model.trees!.trees.length).toBeGreaterThan(5);
    expect(model.trees!.trees.length).toBeLessThan(500);
  });

  it.each([
    ['two classes', 'harmed'],
    ['three classes and more', 'phase'],
    ['numbers', 'speed'],
  ])('of %s is exported as it was grown, for either family', async (_what, target) => {
    for (const family of ['gbdt', 'forest']) {
      const folder = temporaryFolder();
      await sourcedProject(folder, {rows: 600});
      const manifest = join(folder, 'adl.yaml');
      writeFileSync(
        manifest,
        `${readFileSync(manifest, 'utf8').replace('target: harmed', `target: ${target}`)}build: {families: [${family}], search: {epochs: 2}}\n`,
      );
      const host = hostIn(folder);
      await finished(source(host, {}));
      await finished(build(host, {...options, trials: 1}));
      const {parity} = await finished(deploy(host, {}));
      expect(parity.rows).toBeGreaterThan(400);
      expect(parity.max_difference, `${family} for ${target}`).toBeLessThan(1e-6);
    }
  });

  it('ends in time, in the middle of what would take long', async () => {
    const {host} = await treesProject(
      'build: {families: [gbdt], search: {epochs: 2, space: {gbdt: {rounds: {type: choice, values: [100000]}, patience: {type: choice, values: [100000]}}}}}\n',
    );
    const begun = Date.now();
    const error = await finished(build(host, {...options, time: '3s'})).catch((caught) => caught);
    expect(error).toMatchObject({code: 'BUDGET_TOO_SMALL'});
    expect(Date.now() - begun).toBeLessThan(8000);
  });

  it('is planned: units, groups and lanes as they are then', async () => {
    const {host, paths} = await treesProject();
    const plan = await finished(planBuild(host, options));
    expect(plan.strategy).toBe('task');
    await finished(build(host, options));
    const units = readJournal(paths.run('0001').journal).filter(({type}) => type === 'unit-ended');
    expect(plan.strategies[0]).toMatchObject({strategy: 'task', units: units.length, groups: 4, lanes: 1});
  });

  it.each(['mop', 'average'])('is refused where `--strategy %s` is asked for', async (strategy) => {
    const {host} = await treesProject();
    await expect(finished(build(host, {...options, strategy}))).rejects.toMatchObject({
      code: 'STRATEGY_UNFIT',
      suggestions: ['adl build --strategy task'],
    });
  });
});
