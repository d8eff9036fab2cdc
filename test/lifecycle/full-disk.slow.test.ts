import type {ChildProcess} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {beforeAll, beforeEach, expect, it} from 'vitest';
import {randomStream} from '../../src/base/random.js';
import {build} from '../../src/lifecycle/build.js';
import {readJournal} from '../../src/project/journal.js';
import {projectPaths} from '../../src/project/paths.js';
import {lastingFolder} from '../helpers/adl.js';
import {finished, sourcedProject} from '../helpers/birds.js';
import {canMount, type SmallDisk, smallDisk} from '../helpers/small-disk.js';

const words = ['--trials', '6', '--workers', '2', '--seed', '1', '--strategy', 'mop'];
const seed = Number(process.env.ADL_TEST_SEED ?? Date.now() % 1e6);

let project: string;
let whole: string;

beforeAll(async () => {
  if (!canMount()) return;
  project = lastingFolder();
  const host = await sourcedProject(project, {
    rows: 1500,
    manifest: 'build: {search: {epochs: 10}}\n',
  });
  const undisturbed = build(host, {trials: 6, workers: 2, seed: 1, strategy: 'mop'});
  whole = (await finished(undisturbed)).best.weights_sha256;
});

beforeEach(({skip}) => {
  if (!canMount()) skip('no disk can be mounted here: it takes `unshare --mount` and `nsenter`');
});

it('pauses with the reason while the disk is full, and goes on to the same weights', async () => {
  const disk = await smallDisk(project, '16m');
  const run = started(disk, ['build', ...words]);
  await journalSays(disk, 'epoch-ended');
  await untilPaused(disk, run);
  const before = readFileSync(journalOf(disk), 'utf8');
  expect(run.said()).toMatch(
    /warning: the run is paused, as there is no room on the disk for .+: it needs about .+B/,
  );
  await pause(2500);
  // Whole lines, and no unit is begun meanwhile.
  expect(before.endsWith('\n')).toBe(true);
  expect(readFileSync(journalOf(disk), 'utf8')).toBe(before);
  disk.free();
  expect(await run.ended, run.said()).toBe(0);
  expect(run.said()).toContain('there is room on the disk again: the run goes on');
  expect(run.said().match(/the run is paused/g)!.length).toBeLessThanOrEqual(2);
  expectWhole(disk);
});

it('can be stopped while it is paused, and taken up again', async () => {
  const disk = await smallDisk(project, '16m');
  const run = started(disk, ['build', ...words]);
  await journalSays(disk, 'epoch-ended');
  await untilPaused(disk, run);
  run.child.kill('SIGINT');
  expect(await run.ended, run.said()).toBe(130);
  disk.free();
  const again = started(disk, ['build', 'resume']);
  expect(await again.ended, again.said()).toBe(0);
  expect(again.said()).not.toContain('damaged');
  expectWhole(disk);
});

it(`comes to the same weights whenever the disk is full, to the last file that it writes: seed ${seed}`, async () => {
  const random = randomStream(seed, 'full disk');
  const disk = await smallDisk(project, '16m');
  const run = started(disk, ['build', ...words]);
  let [isOver, pauses] = [false, 0];
  run.ended.finally(() => (isOver = true));
  await journalSays(disk, 'unit-ended');
  while (!isOver) {
    await pause(random.uniform() * 300);
    const said = run.said().length;
    for (const until = Date.now() + random.uniform() * 1000; Date.now() < until && !isOver; await pause(5)) {
      disk.fill();
      if (run.said().slice(said).includes('the run is paused')) break;
    }
    if (run.said().slice(said).includes('the run is paused')) pauses += 1;
    disk.free();
  }
  expect(await run.ended, run.said()).toBe(0);
  expect(pauses).toBeGreaterThan(1);
  expectWhole(disk);
}, 180_000);

interface Run {
  child: ChildProcess;
  /** All of stderr so far. */
  said: () => string;
  ended: Promise<number | null>;
}

function started(disk: SmallDisk, own: string[]): Run {
  const child = disk.start(own);
  let text = '';
  child.stderr!.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  const ended = new Promise<number | null>((done) => {
    child.on('close', (status) => done(status));
  });
  return {child, ended, said: () => text};
}

function journalOf({folder}: SmallDisk): string {
  return projectPaths(folder).run('0002').journal;
}

async function journalSays(disk: SmallDisk, type: string): Promise<void> {
  while (!readJournal(journalOf(disk)).some((entry) => entry.type === type)) await pause(20);
}

/** Files come and go: what is freed is taken too. */
async function untilPaused(disk: SmallDisk, {said, child}: Run): Promise<void> {
  while (!said().includes('the run is paused')) {
    expect(child.exitCode, said()).toBeNull();
    disk.fill();
    await pause(5);
  }
  disk.fill();
  await pause(200);
}

/** The weights of a run that nothing disturbed; a journal in which every line is whole; and nothing left behind. */
function expectWhole(disk: SmallDisk): void {
  const lines = readFileSync(journalOf(disk), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const {result} = lines.at(-1);
  expect(result.best.weights_sha256).toBe(whole);
  const ids = (type: string) => lines.filter((line) => line.type === type).map(({unit}) => unit);
  expect(new Set(ids('unit-ended')).size).toBe(ids('unit-ended').length);
  expect(ids('unit-ended').filter((unit) => !ids('unit-started').includes(unit))).toEqual([]);
  const left = readdirSync(join(disk.folder, '.adl/runs/0002')).sort();
  expect(left).toEqual(['journal.ndjson', 'model.json', 'result.json', 'weights.bin']);
}
