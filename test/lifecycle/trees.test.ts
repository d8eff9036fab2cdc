import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {planBuild} from '../../src/lifecycle/build-plan.js';
import {replayBuild} from '../../src/lifecycle/build-replay.js';
import {resumeBuild} from '../../src/lifecycle/build-resume.js';
import {columnImportance, treeColumns} from '../../src/lifecycle/column-importance.js';
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
    expect(
      plan.strategies.map(({strategy}) => strategy),
      'no other way can grow them',
    ).toEqual(['task']);
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

describe('what a manifest says of trees', () => {
  const manifestOf = (more: string) => `build: {families: [gbdt], search: {epochs: 2}, ${more}}\n`;
  const built = async (manifest: string, target = 'harmed') => {
    const folder = temporaryFolder();
    await sourcedProject(folder, {rows: 400});
    const path = join(folder, 'adl.yaml');
    const text = readFileSync(path, 'utf8').replace('target: harmed', `target: ${target}`);
    writeFileSync(path, `${text}${manifest}`);
    const host = hostIn(folder);
    await finished(source(host, {}));
    return {host, paths: projectPaths(folder), result: await finished(build(host, {...options, trials: 1}))};
  };

  it('keeps predictions from falling as a column grows, and says by which columns they are made', async () => {
    const {host, paths} = await built(manifestOf('monotone: {speed: decreasing}'));
    const {model} = loadTrained(paths.run('0001'));
    const speed = treeColumns(model.columns).findIndex(({column}) => column === 'speed');
    for (const {tree} of model.trees!.trees)
      for (const {question, left, right} of tree.branches) {
        if (question.column !== speed || left >= 0 || right >= 0) continue;
        expect(tree.leaves[-1 - right]!.value).toBeLessThanOrEqual(tree.leaves[-1 - left]!.value);
      }
    const {columns, family} = await columnImportance(host, {});
    expect(family).toBe('gbdt');
    expect(columns.reduce((sum, {share}) => sum + share, 0)).toBeCloseTo(1, 9);
    const gained = columns.map(({share}) => share);
    expect(gained).toEqual([...gained].sort((a, b) => b - a));
  });

  it.each([
    ['{speeed: increasing}', 'there is no input column `speeed`', 'Did you mean `speed`?'],
    [
      '{phase: increasing}',
      'expected a column of numbers, got `phase`, which is categorical',
      'Take `phase` out',
    ],
    ['{speed: up}', 'expected one of `increasing`, `decreasing`', ''],
  ])('refuses the constraint %s', async (monotone, says, remedy) => {
    await expect(built(manifestOf(`monotone: ${monotone}`))).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      message: expect.stringContaining(says),
      suggestions: remedy === '' ? expect.anything() : [expect.stringContaining(remedy)],
    });
  });

  it('refuses a constraint that other families cannot be kept to', async () => {
    const manifest = 'build: {families: [gbdt, linear], monotone: {speed: increasing}}\n';
    await expect(built(manifest)).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      message: expect.stringContaining('`build.families` has `linear`'),
    });
  });

  it.each([
    ['quantile', ', alpha: 0.9'],
    ['absolute-error', ''],
    ['huber', ', delta: 0.5'],
  ])('grows trees for a number by %s, and exports them so', async (objective, more) => {
    const {host, result} = await built(
      manifestOf(`search: {epochs: 2, space: {gbdt: {objective: ${objective}${more}, rounds: 80}}}`).replace(
        'search: {epochs: 2}, ',
        '',
      ),
      'speed',
    );
    expect(result.best.metrics.test['mean-absolute-error']).toBeLessThan(60);
    const {parity} = await finished(deploy(host, {}));
    expect(parity.max_difference).toBeLessThan(1e-5);
  });

  it('says that counts are wanted where there are numbers below 0', async () => {
    const manifest = 'build: {families: [gbdt], search: {space: {gbdt: {objective: poisson}}}}\n';
    await expect(built(manifest, 'speed')).rejects.toMatchObject({
      code: 'EVERY_TRIAL_FAILED',
      message: expect.stringContaining('the objective `poisson` takes a target from 0 up, and there is -'),
    });
  });

  it('exports numbers far from 0, and few rounds of a forest', async () => {
    const written = {gbdt: 'rounds: 200', forest: 'rounds: 4', poisson: 'objective: poisson, rounds: 200'};
    for (const [what, parameters] of Object.entries(written)) {
      const name = what === 'poisson' ? 'gbdt' : what;
      const folder = temporaryFolder();
      const lines = Array.from({length: 400}, (_, row) => `${row % 40},${2000 + 10 * Math.sin(row % 40)}`);
      writeFileSync(join(folder, 't.csv'), ['a,y', ...lines, ''].join('\n'));
      const space = `, search: {space: {${name}: {${parameters}}}}`;
      writeFileSync(
        join(folder, 'adl.yaml'),
        `project: p\nsource: {tables: {t: {uri: t.csv}}, target: y}\nbuild: {families: [${name}]${space}}\n`,
      );
      const host = hostIn(folder);
      await finished(source(host, {}));
      const {best} = await finished(build(host, {...options, trials: 1}));
      expect(best.metrics.test.r2).toBeGreaterThan(0.5);
      await finished(deploy(host, {}));
    }
  });

  it('refuses an objective of numbers for classes', async () => {
    const manifest = 'build: {families: [gbdt], search: {space: {gbdt: {objective: poisson}}}}\n';
    await expect(built(manifest)).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      message: expect.stringContaining('Expected an objective of classes, got `poisson`'),
    });
  });

  it.each([
    ['maxDepth: 0', 'maxDepth'],
    ['maxLeaves: 1', 'maxLeaves'],
    ['bins: 300', 'bins'],
    ['growth: sideways', 'growth'],
    ['minRows: 0.5', 'minRows'],
  ])('refuses %s', async (written, name) => {
    const manifest = `build: {families: [gbdt], search: {space: {gbdt: {${written}}}}}\n`;
    await expect(built(manifest)).rejects.toMatchObject({
      code: 'MANIFEST_INVALID',
      message: expect.stringContaining(`build.search.space.gbdt.${name}`),
    });
  });

  it('has no columns to tell of where the best model is none of trees', async () => {
    const {host} = await built('build: {families: [linear], search: {epochs: 1}}\n');
    await expect(columnImportance(host, {})).rejects.toMatchObject({
      code: 'TREES_MISSING',
      message: 'Expected a run whose best model is made of trees, but that of run 0001 is linear.',
    });
  });
});
