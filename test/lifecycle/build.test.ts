import {execSync} from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {join, resolve} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {AdlError} from '../../src/base/errors.js';
import {readSnapshot} from '../../src/data/snapshot.js';
import {build} from '../../src/lifecycle/build.js';
import {showBuild} from '../../src/lifecycle/build-show.js';
import {loadTrained} from '../../src/lifecycle/trained.js';
import {type Entry, readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {adl, temporaryFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';

describe('build', () => {
  it('holds the four hopper invariants in the journal of a real run', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {manifest: 'build: {search: {epochs: 3}}\n'});
    const result = await finished(build(host, {trials: 5, workers: 3, strategy: 'mop'}));
    const entries = readJournal(projectPaths(folder).run(result.run).journal);
    const spans = unitSpans(entries);
    for (const trial of [1, 2, 3, 4, 5])
      for (const epoch of [1, 2, 3]) {
        const visits = spans.filter(
          (span) => span.trials.includes(trial) && span.epoch === epoch && span.kind === 'train',
        );
        expect(visits.map(({worker}) => worker).toSorted(), 'completeness').toEqual([0, 1, 2]);
      }
    expectNoOverlap(spans, ({group}) => group);
    expectNoOverlap(spans, ({worker}) => worker);
    expect(new Set(spans.map(({unit}) => unit)).size, 'no preemption: every unit begins once').toBe(
      spans.length,
    );
    for (const {from, to, worker} of spans) {
      const between = entries.slice(from + 1, to).filter((entry) => entry.worker === worker);
      expect(between, 'no preemption: nothing else of its worker until it ends').toEqual([]);
    }
  });

  it('trains configurations of one shape as lanes of one graph, which hop together', async () => {
    const folder = temporaryFolder();
    const manifest = 'build: {families: [linear], search: {epochs: 2}}\n';
    const host = await sourcedProject(folder, {manifest});
    const result = await finished(build(host, {trials: 12, workers: 2}));
    const entries = readJournal(projectPaths(folder).run(result.run).journal);
    const lanes = unitSpans(entries).map(({trials}) => trials.length);
    // Twelve on two workers: up to three together leave each worker two groups.
    expect(Math.max(...lanes)).toBe(3);
    const ended = entries
      .filter(({type}) => type === 'epoch-ended')
      .map(({trial, epoch}) => `${trial}/${epoch}`);
    expect(new Set(ended).size).toBe(12 * 2);
    expect((await showBuild(host, {})).trials.every(({state}) => state === 'done')).toBe(true);
  });

  it('gives the same weights, bit for bit, for the same seed and workers', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {manifest: 'build: {search: {epochs: 3}}\n'});
    const weights = async (seed: number) =>
      (await finished(build(host, {trials: 4, workers: 2, seed}))).best.weights_sha256;
    const first = await weights(7);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await weights(7)).toBe(first);
    expect(await weights(8)).not.toBe(first);
  });

  it('beats the baseline, and saves the model that it scored', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {rows: 1000});
    const {best, baseline, run, trials, stopped_by} = await finished(build(host, {trials: 6, workers: 2}));
    expect(best.metrics.test['roc-auc']).toBeGreaterThan(0.85);
    expect(baseline.test['roc-auc']).toBe(0.5);
    expect({trials, stopped_by}).toEqual({trials: 6, stopped_by: 'trials'});
    const trained = loadTrained(projectPaths(folder).run(run));
    expect(trained.weightsSha256).toBe(best.weights_sha256);
    expect(trained.model.task).toEqual({kind: 'classification', labels: ['no', 'yes']});
    expect(trained.model.columns.map(({name}) => name)).toEqual(['speed', 'phase', 'date']);
  });

  it('can be looked at from another process while it goes on', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder);
    const seen: {state: string; trials: {state: string}[]}[] = [];
    await finished(build(host, {trials: 4, workers: 2}), ({kind}) => {
      if (kind !== 'progress' || seen.length > 0) return;
      seen.push(JSON.parse(adl(['build', 'show', '--json'], {cwd: folder}).stdout).result);
    });
    expect(seen[0]).toMatchObject({run: '0001', state: 'running'});
    expect(seen[0]!.trials.length).toBe(4);
    const view = await showBuild(host, {run: '1'});
    expect(view).toMatchObject({run: '0001', state: 'ended', metric: 'average-precision'});
    expect(view.trials.map(({state}) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect(view.trials[0]!.trial).toBe(view.result!.best.trial);
  });

  it('ends within its time, with a model', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {
      rows: 2000,
      manifest: 'build: {search: {epochs: 400}}\n',
    });
    const started = host.now();
    const result = await finished(build(host, {time: '6s', trials: 50, workers: 2}));
    // The promise is 5% or 5 s, whichever is more.
    expect(host.now() - started).toBeLessThan(11_000);
    expect(result.stopped_by).toBe('time');
    expect(result.trials).toBeLessThan(50);
    expect(result.best.metrics.test['roc-auc']).toBeGreaterThan(0.7);
  });

  it('scores the model that got furthest where time is up before any epoch has ended', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder);
    const {journal} = projectPaths(folder).run('0001');
    // Time is up as soon as a unit has ended.
    const now = () =>
      Date.now() + (readJournal(journal).some(({type}) => type === 'unit-ended') ? 3_600_000 : 0);
    const warnings: string[] = [];
    const stage = build({...host, now}, {time: '10m', trials: 6, workers: 2, strategy: 'mop'});
    const {best, stopped_by} = await finished(stage, ({kind, message}) => {
      if (kind === 'warning') warnings.push(message);
    });
    expect(stopped_by).toBe('time');
    expect(best.partial).toEqual({visited: 1, shards: 2});
    expect(warnings.join()).toMatch(/no epoch could end in time: trial \d has got furthest, 1 of 2 shards/);
    const ended = readJournal(journal).filter(({type}) => type === 'epoch-ended');
    expect(ended).toMatchObject([{trial: best.trial, epoch: 0, scores: best.metrics.validation}]);
    expect(loadTrained(projectPaths(folder).run('0001')).weightsSha256).toBe(best.weights_sha256);
  });

  it('says of a budget that is too small which one is large enough', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder);
    const begun = Date.now();
    const error = await finished(build(host, {time: '20ms'})).catch((caught: AdlError) => caught);
    expect(Date.now() - begun, 'what is over is not measured on').toBeLessThan(5000);
    expect(error).toMatchObject({
      code: 'BUDGET_TOO_SMALL',
      message: expect.stringMatching(
        /^Expected a budget in which an epoch can end, got 0\.02 s: the first would end after about [\d.]+ s, by its rows and the size of the model\.$/,
      ),
    });
    expect(readdirSync(projectPaths(folder).runs), 'a run that came to nothing').toEqual([]);
    const [, time] = /^adl build --time (\d+s)$/.exec((error as AdlError).suggestions[0]!) ?? [];
    expect((await finished(build(host, {time}))).best.trial).toBeGreaterThan(0);
    expect(startedWorkers(folder).filter(({pid}) => existsSync(`/proc/${pid}`))).toEqual([]);
  });

  it.each([
    [{time: 'soon'}, 'FLAG_INVALID'],
    [{workers: 0}, 'FLAG_INVALID'],
    [{metric: 'r2'}, 'METRIC_UNFIT'],
    [{metric: 'averge-precision'}, 'UNKNOWN_NAME'],
  ])('refuses %o with %s, and leaves no worker', async (options, code) => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder);
    await expect(finished(build(host, options))).rejects.toMatchObject({code});
    expect(startedWorkers(folder).filter(({pid}) => existsSync(`/proc/${pid}`))).toEqual([]);
  });

  it.each([
    ['{device: cda}', 'MANIFEST_INVALID', '`build.device` in adl.yaml: There is no', 'Did you mean `cuda`?'],
    ['{search: {epochs: 20000}}', 'RUN_TOO_LARGE', '640000: 32 trials of 20000', 'adl build --trials 15'],
    ['{search: {epochs: 1e6}}', 'RUN_TOO_LARGE', '300000 epochs in all', 'Write `epochs: 100` under'],
  ])('refuses %s in the manifest with %s before there is a run', async (section, code, says, remedy) => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {manifest: `build: ${section}\n`});
    await expect(finished(build(host, {}))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(says),
      suggestions: [expect.stringContaining(remedy)],
    });
    expect(existsSync(projectPaths(folder).runs)).toBe(false);
  });

  it('names the commands with a metric that fits, its own first', async () => {
    const host = await sourcedProject(temporaryFolder());
    await expect(finished(build(host, {metric: 'r2'}))).rejects.toMatchObject({
      suggestions: ['average-precision', 'accuracy', 'f1-macro', 'log-loss', 'roc-auc'].map(
        (name) => `adl build --metric ${name}`,
      ),
    });
  });

  it('says what to type when there is no snapshot, or a damaged one', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder);
    const {snapshots, snapshot, lock} = projectPaths(folder);
    const [digest] = readdirSync(snapshots);
    const part = join(snapshot(digest!), 'train', 'part-003.parquet');
    const remedy = `rm -r ${snapshot(digest!)} && adl source`;
    for (const damage of [
      () => appendFileSync(part, 'x'),
      () => rmSync(part),
      () => mkdirSync(part),
      () => writeFileSync(join(snapshot(digest!), 'schema.json'), '{'),
    ]) {
      damage();
      await expect(finished(build(host, {}))).rejects.toMatchObject({
        code: 'SNAPSHOT_DAMAGED',
        suggestions: [remedy],
      });
    }
    execSync(`${remedy.replace(' adl ', ` ${process.execPath} ${resolve('bin/run.js')} `)} 2>&1`, {
      cwd: folder,
    });
    expect((await finished(build(host, {trials: 1}))).run).toBe('0001');
    rmSync(lock);
    await expect(finished(build(host, {}))).rejects.toMatchObject({
      code: 'SNAPSHOT_MISSING',
      suggestions: ['adl source'],
    });
  });

  it('takes no more workers than there are parts, whoever asked for more, and says so', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {rows: 10, manifest: 'build: {workers: 9}\n'});
    const {snapshots, snapshot} = projectPaths(folder);
    const {rows, parts} = readSnapshot(snapshot(readdirSync(snapshots)[0]!)).splits.train;
    for (const options of [{}, {workers: 1_000_000}]) {
      const said: string[] = [];
      await finished(build(host, {...options, trials: 1}), ({message}) => said.push(message));
      expect(said[1]).toMatch(
        /^1 group of models for \d+ workers: \d+ workers? at a time ha(s|ve) nothing to do\./,
      );
      expect(said[0]).toBe(
        `${parts.length} workers instead of ${options.workers ?? 9}: the ${rows} training rows lie in ${parts.length} parts, and a worker needs at least one.`,
      );
      expect(said[2]).toBe(`run 000${options.workers ? 2 : 1} on ${parts.length} workers`);
    }
  });

  it('warns when the snapshot is not of the manifest as it is now', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder);
    const manifest = join(folder, 'adl.yaml');
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace('target: harmed', 'target: harmed\n  drop: [speed]'),
    );
    const warnings: string[] = [];
    await finished(build(host, {trials: 1, workers: 1}), ({kind, message}) => {
      if (kind === 'warning') warnings.push(message);
    });
    expect(warnings).toEqual([expect.stringMatching(/^The snapshot is stale: .+ Run `adl source`/)]);
  });

  it('stops at an interrupt, with no worker left', async () => {
    const folder = temporaryFolder();
    const host = await sourcedProject(folder, {manifest: 'build: {search: {epochs: 200}}\n'});
    const interrupt = new AbortController();
    const run = finished(build({...host, signal: interrupt.signal}, {trials: 20}), ({kind}) => {
      if (kind === 'progress') interrupt.abort();
    });
    await expect(run).rejects.toMatchObject({name: 'AbortError'});
    expect(await showBuild(host, {})).toMatchObject({state: 'broken-off', interrupted: true});
    expect(startedWorkers(folder).filter(({pid}) => existsSync(`/proc/${pid}`))).toEqual([]);
  });
});

interface Span {
  unit: number;
  group: number;
  trials: number[];
  worker: number;
  epoch: number;
  kind: string;
  from: number;
  to: number;
}

/** Begin and end of every unit, as lines of the journal: what lies between them in the file overlaps in time. */
function unitSpans(entries: readonly Entry[]): Span[] {
  return entries.flatMap((entry, from) => {
    if (entry.type !== 'unit-started') return [];
    const to = entries.findIndex((other) => other.type === 'unit-ended' && other.unit === entry.unit);
    return [{...(entry as unknown as Span), from, to}];
  });
}

function expectNoOverlap(spans: readonly Span[], key: (span: Span) => number): void {
  const last = new Map<number, number>();
  for (const span of spans) {
    expect(span.to).toBeGreaterThan(span.from);
    expect(span.from, 'at two units at once').toBeGreaterThan(last.get(key(span)) ?? -1);
    last.set(key(span), span.to);
  }
}

function startedWorkers(root: string): {worker: number; pid: number}[] {
  const paths = projectPaths(root);
  const entries = existsSync(paths.runs)
    ? readdirSync(paths.runs).flatMap((id) => readJournal(paths.run(id).journal))
    : [];
  return entries.flatMap(({type, worker, pid}) =>
    type === 'worker-started' ? [{worker: Number(worker), pid: Number(pid)}] : [],
  );
}
