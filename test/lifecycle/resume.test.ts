import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {build} from '../../src/lifecycle/build.js';
import {resumeBuild} from '../../src/lifecycle/build-resume.js';
import {showBuild} from '../../src/lifecycle/build-show.js';
import type {Host} from '../../src/lifecycle/event.js';
import {source} from '../../src/lifecycle/source.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {adl, lastingFolder, temporaryFolder} from '../helpers/adl.js';
import {birdsCsv, finished, hostIn, sourcedProject} from '../helpers/birds.js';

const options = {trials: 5, workers: 2, seed: 3, strategy: 'mop'};
const project = {rows: 300, manifest: 'build: {search: {epochs: 3}}\n'};

/** A project with a run that was broken off in its middle; and what it would have come to. */
let brokenOff: string;
let whole: string;

beforeAll(async () => {
  brokenOff = lastingFolder();
  const host = await sourcedProject(brokenOff, project);
  whole = (await finished(build(host, options))).best.weights_sha256;
  const interrupt = new AbortController();
  let epochs = 0;
  const run = finished(build({...host, signal: interrupt.signal}, options), ({kind}) => {
    if (kind !== 'progress') return;
    epochs += 1;
    if (epochs === 7) interrupt.abort();
  });
  await expect(run).rejects.toMatchObject({name: 'AbortError'});
});

/** A copy of it. */
function copied(): {host: Host; folder: string; run: ReturnType<ReturnType<typeof projectPaths>['run']>} {
  const folder = temporaryFolder();
  cpSync(brokenOff, folder, {recursive: true});
  const run = projectPaths(folder).run('0002');
  // Its process is gone, whatever else of its journal may be missing.
  const journal = readFileSync(run.journal, 'utf8').replaceAll(`"pid":${process.pid},`, '"pid":2147483646,');
  writeFileSync(run.journal, journal);
  return {host: hostIn(folder), folder, run};
}

/** The processes that were started as workers since the last entry of a type. */
function workersSince(journal: string, type: string): number[] {
  const entries = readJournal(journal);
  const since = entries.findLastIndex((entry) => entry.type === type);
  if (since < 0) return [];
  return entries
    .slice(since)
    .flatMap((entry) => (entry.type === 'worker-started' ? [Number(entry.pid)] : []));
}

const resumed = async (host: Host, more = {}) => {
  const warnings: string[] = [];
  const result = await finished(resumeBuild(host, more), ({kind, message}) => {
    if (kind === 'warning') warnings.push(message);
  });
  return {sha256: result.best.weights_sha256, warnings, result};
};

describe('resuming a run', () => {
  it('can be taken up once more where its workers are killed again and again before they are set up', async () => {
    const {host, run} = copied();
    const killed = new Set<number>();
    const killer = setInterval(() => {
      for (const pid of workersSince(run.journal, 'run-resumed')) {
        if (killed.has(pid)) continue;
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
    }, 2);
    const failing = resumed(host).finally(() => clearInterval(killer));
    await expect(failing).rejects.toMatchObject({
      code: 'WORKER_LOST',
      message: expect.stringMatching(/^Worker \d was lost 3 times over its setup: it got SIGKILL\.$/),
      suggestions: [expect.stringContaining('adl build resume 0002 --workers 1')],
    });
    expect((await showBuild(host, {})).state).toBe('broken-off');
    expect((await resumed(host)).sha256).toBe(whole);
  });

  it('comes to the very weights that it would have come to, and does nothing twice', async () => {
    const {host, run} = copied();
    const before = readJournal(run.journal);
    const {sha256, warnings} = await resumed(host);
    expect(sha256).toBe(whole);
    expect(warnings).toEqual([]);
    const entries = readJournal(run.journal);
    expect(entries.slice(0, before.length)).toEqual(before);
    const once = ['trial-added', 'epoch-ended', 'group-formed'];
    const said = entries
      .filter(({type}) => once.includes(type))
      .map(({at: _, ...facts}) => JSON.stringify(facts));
    expect(new Set(said).size).toBe(said.length);
    const ended = entries.filter(({type}) => type === 'unit-ended');
    expect(new Set(ended.map(({unit}) => unit)).size).toBe(ended.length);
    expect(before.filter(({type}) => type === 'unit-ended').length).toBeGreaterThan(0);
    expect((await showBuild(host, {})).state).toBe('ended');
    expect(readdirSync(run.folder).toSorted()).toEqual([
      ...['journal.ndjson', 'model.json', 'result.json', 'weights.bin'],
    ]);
  });

  it('goes on with fewer workers, each of which does what was that of several, to the same weights', async () => {
    const {host} = copied();
    expect((await resumed(host, {workers: 1})).sha256).toBe(whole);
  });

  it('goes on with more workers, some of which hold the same', async () => {
    const {host, run} = copied();
    const {result} = await resumed(host, {workers: 3});
    expect(result.trials).toBe(5);
    const entries = readJournal(run.journal);
    const visits = entries.filter(({type, kind}) => type === 'unit-ended' && kind === 'train');
    const names = visits.map(({group, epoch, shard}) => `${group}/${epoch}/${shard}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('does a unit again whose state was damaged, and comes to the same', async () => {
    const {host, run} = copied();
    const files = readdirSync(run.checkpoints).filter((name) => name.endsWith('.ckpt'));
    const latest = files.toSorted((a, b) => visits(b) - visits(a))[0]!;
    damage(join(run.checkpoints, latest));
    const {sha256, warnings} = await resumed(host);
    expect(warnings).toEqual([expect.stringMatching(/ckpt is damaged or gone: what made it is done again$/)]);
    expect(sha256).toBe(whole);
  });

  it('begins a group again of which no state is left, and comes to the same', async () => {
    const {host, run} = copied();
    const [trial] = readdirSync(run.checkpoints)[0]!.split('-');
    for (const name of readdirSync(run.checkpoints))
      if (name.startsWith(`${trial}-`)) rmSync(join(run.checkpoints, name));
    expect((await resumed(host)).sha256).toBe(whole);
  });

  it('trains a model again that might be chosen and is gone', async () => {
    const {host, run} = copied();
    for (const name of readdirSync(run.folder))
      if (name.startsWith('candidate-')) rmSync(join(run.folder, name));
    expect((await resumed(host)).sha256).toBe(whole);
  });

  it.each([0.2, 0.5, 0.8])('goes back to where its journal was torn: %d of it', async (share) => {
    const {host, run} = copied();
    truncateSync(run.journal, Math.floor(share * readFileSync(run.journal).length));
    expect((await resumed(host)).sha256).toBe(whole);
  });

  it('believes nothing after a line that is none', async () => {
    const {host, run} = copied();
    const lines = readFileSync(run.journal, 'utf8').split('\n');
    lines[Math.floor(lines.length / 2)] = '{"type":"unit-en\u0000';
    writeFileSync(run.journal, lines.join('\n'));
    const {sha256, warnings} = await resumed(host);
    expect(sha256).toBe(whole);
    expect(warnings[0]).toMatch(/^the journal of run 0002 is damaged: its last \d+ lines are left out/);
  });

  it('refuses a run that has ended, that goes on, or is not there', async () => {
    const {host, run} = copied();
    await expect(resumed(host, {run: '1'})).rejects.toMatchObject({
      code: 'RUN_OVER',
      message: 'Expected a run that was broken off, but run 0001 has ended.',
    });
    await expect(resumed(host, {run: '77'})).rejects.toMatchObject({code: 'RUN_MISSING'});
    appendFileSync(
      run.journal,
      `${JSON.stringify({type: 'run-resumed', at: Date.now(), pid: process.pid})}\n`,
    );
    await expect(resumed(host)).rejects.toMatchObject({code: 'RUN_BUSY'});
  });

  it('says what has changed, and goes on with the data that the run began with if told to', async () => {
    const {host, folder} = copied();
    writeFileSync(join(folder, 'birds.csv'), birdsCsv(200, 5));
    await finished(source(host, {}));
    await expect(resumed(host)).rejects.toMatchObject({
      code: 'RUN_CHANGED',
      message: expect.stringMatching(
        /^Expected all that run 0002 depends on to be as it was: the snapshot was [0-9a-f]{12}, now [0-9a-f]{12}\.$/,
      ),
      suggestions: ['adl build resume 0002 --force', 'adl build'],
    });
    expect((await resumed(host, {force: true})).sha256).toBe(whole);
  });

  it('names the versions that were others', async () => {
    const {host, run} = copied();
    const journal = readFileSync(run.journal, 'utf8');
    writeFileSync(run.journal, journal.replace(/"node":"[^"]*"/, '"node":"9.9.9"'));
    await expect(resumed(host)).rejects.toMatchObject({
      message: `Expected all that run 0002 depends on to be as it was: the version of Node was 9.9.9, now ${process.versions.node}.`,
    });
  });

  it('is a command', () => {
    const {folder} = copied();
    const {status, stdout} = adl(['build', 'resume', '--json'], {cwd: folder});
    expect([status, JSON.parse(stdout).result.best.weights_sha256]).toEqual([0, whole]);
    expect(existsSync(projectPaths(folder).run('0003').folder)).toBe(false);
  });
});

function visits(name: string): number {
  return Number(/-(\d+)\.ckpt$/.exec(name)![1]);
}

function damage(path: string): void {
  const content = readFileSync(path);
  content[content.length - 9]! ^= 1;
  writeFileSync(path, content);
}
