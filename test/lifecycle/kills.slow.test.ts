import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {type Random, randomStream} from '../../src/base/random.js';
import {type Entry, readJournal} from '../../src/project/journal.js';
import {projectPaths, type RunPaths} from '../../src/project/paths.js';
import {runIds} from '../../src/project/runs.js';
import {temporaryFolder} from '../helpers/adl.js';
import {sourcedProject} from '../helpers/birds.js';
import {isAlive} from '../helpers/workers.js';

const seed = Number(process.env.ADL_TEST_SEED ?? Date.now() % 1e6);

/** Kills in all; of them at least so many while a unit is done, and in the middle of writing a checkpoint. */
const asked = {kills: 50, insideUnit: 10, insideWrite: 5};

const words = ['--trials', '6', '--workers', '2', '--seed', '1', '--strategy', 'mop'];

it(`comes to the same weights after ${asked.kills} kills at any moment, of seed ${seed}`, {
  timeout: 1_800_000,
}, async () => {
  const folder = temporaryFolder();
  await sourcedProject(folder, {rows: 600, manifest: 'build: {search: {epochs: 4}}\n'});
  const begun = performance.now();
  expect(await ending(start(folder, ['build', ...words]))).toBe(0);
  const length = performance.now() - begun;
  const whole = weightsOf(folder);
  const random = randomStream(seed, 'kills');
  const seen = {kills: 0, insideUnit: 0, insideWrite: 0};
  while (seen.kills < asked.kills) {
    await brokenOffAgainAndAgain(folder, {random, length, seen});
    expect(weightsOf(folder), `seed ${seed}, ${seen.kills} kills`).toBe(whole);
  }
  expect(seen.insideUnit).toBeGreaterThanOrEqual(asked.insideUnit);
  expect(seen.insideWrite).toBeGreaterThanOrEqual(asked.insideWrite);
});

interface Killing {
  random: Random;
  /** Milliseconds of a run that nothing disturbs. */
  length: number;
  seen: typeof asked;
}

/** A run that is killed, taken up, killed again, and so on, until it has ended. */
async function brokenOffAgainAndAgain(folder: string, killing: Killing): Promise<void> {
  const before = runIds(projectPaths(folder)).length;
  for (;;) {
    const {random, seen} = killing;
    // A coordinator that is killed before it has made its run leaves nothing to take up.
    const again = runIds(projectPaths(folder)).length > before && entriesOf(folder).length > 0;
    const inWrite = random.uniform() < 0.25;
    const mark = join(folder, `mark-${seen.kills}`);
    const who = random.uniform() < 0.5 ? 'self' : 'self-and-parent';
    const env = inWrite
      ? {ADL_FAULT: `half-written-checkpoint ${random.integer(8)} ${mark} ${who}`}
      : undefined;
    const child = start(folder, again ? ['build', 'resume'] : ['build', ...words], env);
    const ended = ending(child);
    if (!inWrite) await killedAtRandom(folder, child, killing);
    const status = await ended;
    // Nothing but a kill may end it early.
    expect([0, null], `seed ${seed}, ${seen.kills} kills`).toContain(status);
    if (existsSync(mark)) {
      seen.kills += 1;
      seen.insideWrite += 1;
      seen.insideUnit += 1;
    }
    if (status === 0 || hasEnded(folder)) return;
    await workersGone(folder);
  }
}

async function killedAtRandom(
  folder: string,
  child: ChildProcess,
  {random, length, seen}: Killing,
): Promise<void> {
  await Promise.race([pause(random.uniform() * length), ending(child)]);
  if (child.exitCode !== null) return;
  const kind = (['coordinator', 'worker', 'both'] as const)[random.integer(3)]!;
  const workers = workersOf(folder).filter(isAlive);
  if (kind !== 'coordinator') {
    if (workers.length === 0) return;
    process.kill(workers[random.integer(workers.length)]!, 'SIGKILL');
  }
  if (kind !== 'worker') child.kill('SIGKILL');
  seen.kills += 1;
  if (isInsideUnit(folder)) seen.insideUnit += 1;
}

function start(cwd: string, own: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [resolve('bin/run.js'), ...own], {
    cwd,
    stdio: ['ignore', 'ignore', process.env.ADL_TEST_LOUD ? 'inherit' : 'ignore'],
    env: {...process.env, NODE_ENV: '', ...env},
  });
}

function ending(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => {
    child.on('close', (status) => done(status));
  });
}

function newest(folder: string): RunPaths {
  const paths = projectPaths(folder);
  return paths.run(runIds(paths).at(-1)!);
}

function entriesOf(folder: string): Entry[] {
  return readJournal(newest(folder).journal);
}

function workersOf(folder: string): number[] {
  return entriesOf(folder).flatMap(({type, pid}) => (type === 'worker-started' ? [Number(pid)] : []));
}

function hasEnded(folder: string): boolean {
  return entriesOf(folder).at(-1)?.type === 'run-ended';
}

function isInsideUnit(folder: string): boolean {
  const entries = entriesOf(folder);
  const since = entries.findLastIndex(({type}) => type === 'run-started' || type === 'run-resumed');
  const count = (type: string) => entries.slice(since).filter((entry) => entry.type === type).length;
  return count('unit-started') > count('unit-ended');
}

async function workersGone(folder: string): Promise<void> {
  while (workersOf(folder).some(isAlive)) await pause(20);
}

function weightsOf(folder: string): string {
  const {result} = entriesOf(folder).at(-1) as unknown as {result: {best: {weights_sha256: string}}};
  return result.best.weights_sha256;
}
