import {beforeAll, describe, expect, it} from 'vitest';
import type {AdlError} from '../../src/base/errors.js';
import {build} from '../../src/lifecycle/build.js';
import {type BuildPlan, planBuild} from '../../src/lifecycle/build-plan.js';
import type {Host} from '../../src/lifecycle/event.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {runIds} from '../../src/project/runs.js';
import {planView} from '../../src/ui/plan-view.js';
import {adl, lastingFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

let host: Host;
const options = {trials: 6, workers: 2, seed: 1};

beforeAll(async () => {
  host = await sourcedProject(lastingFolder(), {rows: 400, manifest: 'build: {search: {epochs: 3}}\n'});
});

describe('adl build plan', () => {
  let plan: BuildPlan;
  beforeAll(async () => {
    plan = await finished(planBuild(host, options));
  });

  it('counts what the build then does: groups, lanes, units, epochs', async () => {
    for (const {strategy, units, groups, epochs, trials, lanes} of plan.strategies) {
      const {run} = await finished(build(host, {...options, strategy}));
      const entries = readJournal(projectPaths(host.cwd).run(run).journal);
      const ofType = (type: string) => entries.filter((entry) => entry.type === type);
      const trained = ofType('unit-ended').map((entry) => (entry.lanes as unknown[]).length);
      expect({
        units: ofType('unit-ended').length,
        groups: ofType('group-formed').length,
        epochs: ofType('epoch-ended').length,
        trials: ofType('trial-added').length,
        lanes: trained.reduce((sum, count) => sum + count, 0) / trained.length,
      }).toEqual({units, groups, epochs, trials, lanes});
    }
  });

  it('weighs three ways, the one that is taken first, and says why', () => {
    expect(plan.strategies.map(({strategy}) => strategy).toSorted()).toEqual(['average', 'mop', 'task']);
    expect(plan.strategies[0]!.strategy).toBe(plan.strategy);
    expect(plan.rule.length).toBeGreaterThan(10);
    for (const each of plan.strategies) {
      for (const name of ['seconds', 'memory', 'stored', 'moved', 'core_hours', 'watt_hours'] as const)
        expect(each[name], name).toBeGreaterThan(0);
      expect(each.watt_hours).toBeCloseTo(10 * each.core_hours + 300 * each.gpu_hours);
    }
  });

  it('is read at a glance', () => {
    const view = planView(plan);
    expect(view).toContain('search: random, 6 trials, 18 epochs in all');
    expect(view).toMatch(/strategy: (mop|task), as /);
  });

  it('trains nothing that is kept', async () => {
    const before = runIds(projectPaths(host.cwd));
    await finished(planBuild(host, options));
    expect(runIds(projectPaths(host.cwd))).toEqual(before);
  });
});

it('prints the rounds of a search that knows them beforehand', async () => {
  const own = await sourcedProject(lastingFolder(), {
    manifest: 'build: {search: {algorithm: hyperband, trials: 20, epochs: 9}}\n',
  });
  const plan = await finished(planBuild(own, {workers: 2}));
  expect(plan.table).not.toBeNull();
  expect(planView(plan)).toMatch(/step {2}bracket {2}configurations {2}to epoch/);
});

it.each(['mop', 'task', 'average'])('comes to the same weights each time by %s', async (strategy) => {
  const weights = async () =>
    (await finished(build(host, {...options, trials: 3, strategy}))).best.weights_sha256;
  expect(await weights()).toBe(await weights());
});

it('refuses a strategy that is none', async () => {
  const error = await finished(build(host, {strategy: 'mob'})).catch((caught: AdlError) => caught);
  expect(error).toMatchObject({code: 'UNKNOWN_NAME', suggestions: ['Did you mean `mop`?']});
});

it('says after a run what was predicted', () => {
  const {stdout} = adl(['build', '--trials', '6'], {cwd: host.cwd});
  expect(stdout).toMatch(/^run \d+: 6 trials in [\d.]+ s; [\d.]+ s were predicted$/m);
});
