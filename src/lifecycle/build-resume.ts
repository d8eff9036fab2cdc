import {existsSync} from 'node:fs';
import {AdlError} from '../base/errors.js';
import type {Json} from '../base/json.js';
import {verifySnapshot} from '../data/snapshot.js';
import {Known} from '../hopper/known.js';
import {checkpointOf} from '../hopper/lane-files.js';
import {recover} from '../hopper/recovery.js';
import {scriptOf} from '../hopper/script.js';
import {type Entry, mendJournal, openJournal} from '../project/journal.js';
import {readLock} from '../project/lock.js';
import type {ProjectPaths, RunPaths} from '../project/paths.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import {decidingMetric, type Scores} from '../train/evaluate.js';
import {workersInWords} from './build.js';
import {conductRun} from './build-conduct.js';
import type {BuildInputs} from './build-inputs.js';
import type {BuildResult} from './build-result.js';
import {type BuildSettings, orderOf, taskOf} from './build-settings.js';
import {viewOf} from './build-show.js';
import {candidatePath} from './candidates.js';
import type {Host, LifecycleEvent} from './event.js';
import type {Past} from './going.js';
import {journaledSettings} from './journaled-settings.js';
import {Leaderboard} from './leaderboard.js';
import {loadManifest} from './manifest.js';
import {nothingYet, takeEntry} from './run-progress.js';
import {runVersions} from './run-versions.js';
import {serversOf, tracked, trackingTo} from './tracking.js';

export interface ResumeOptions {
  /** The run; the newest if left out. */
  run?: string | undefined;
  /** As many as it had if left out. */
  workers?: number | undefined;
  /** Go on although data, adl or its libraries are not what they were. */
  force?: boolean | undefined;
}

/**
 * Takes up a run that was told to stop, or was killed, where its journal ends. With as many workers as before it comes to
 * the very weights that it would have come to uninterrupted, unless it had a time budget or `--adaptive`.
 *
 * @throws RUN_MISSING, RUN_BUSY, RUN_OVER, RUN_CHANGED, SNAPSHOT_MISSING, SNAPSHOT_DAMAGED, and what `build` throws
 */
export async function* resumeBuild(
  host: Host,
  options: ResumeOptions,
): AsyncGenerator<LifecycleEvent, BuildResult> {
  const paths = projectPaths(findProject(host.cwd));
  const {id, run} = findRun(paths, options.run);
  const {entries, dropped} = mendJournal(run.journal);
  expectBrokenOff(id, entries);
  const before = journaledSettings(id, entries);
  const inputs = await inputsOfRun(paths, id, before.snapshot);
  if (!options.force) expectUnchanged(id, before, paths);
  if (dropped > 0)
    yield warning(
      `the journal of run ${id} is damaged: its last ${dropped} lines are left out, and what they told of is done again`,
    );
  const workers = Math.min(options.workers ?? before.workers, inputs.snapshot.splits.train.parts.length);
  const settings: BuildSettings = {...before.settings, workers};
  const {past, damaged} = await pastOf(entries, {settings, run, inputs});
  for (const path of damaged) yield warning(`${path} is damaged or gone: what made it is done again`);
  const journal = openJournal(run.journal, host.now);
  const started = host.now() - elapsed(entries);
  journal.append('run-resumed', {pid: process.pid, workers, started});
  const message = `run ${id} goes on with ${workersInWords(workers)}: ${past.known.size} units are done`;
  yield {stage: 'build', kind: 'step', message, data: {run: id}};
  const flags = before.flags as {[name: string]: Json};
  const tracking = trackingTo(host, serversOf(inputs.manifest.build.tracking, flags));
  const conducted = conductRun({id, flags, host, started, inputs, settings, run, journal, past});
  return yield* tracked(tracking, {paths, project: inputs.manifest.project, run: id}, conducted);
}

/** What is known of a run, after a look at whether its files are what they were. */
async function pastOf(
  entries: readonly Entry[],
  {settings, run, inputs}: {settings: BuildSettings; run: RunPaths; inputs: BuildInputs},
): Promise<{past: Past; damaged: string[]}> {
  const metric = decidingMetric(taskOf(inputs.snapshot), settings.metric);
  const leaderboard = new Leaderboard(metric);
  const weights = new Map<number, number>();
  const over = new Set<number>();
  for (const {type, trial, epoch, scores, weights: count, last} of entries) {
    if (type === 'trial-added') weights.set(Number(trial), Number(count));
    if (type === 'trial-failed' || type === 'trial-stopped') over.add(Number(trial));
    if (type === 'trial-failed') leaderboard.drop(Number(trial));
    if (type !== 'epoch-ended') continue;
    const finished = last === true;
    if (finished) over.add(Number(trial));
    const ended = {
      trial: Number(trial),
      epoch: Number(epoch),
      weights: weights.get(Number(trial))!,
      finished,
    };
    leaderboard.enter(ended, scores as Scores);
  }
  const {redo, damaged} = await recover(entries, {
    checkpoint: (trial, visits) => checkpointOf({folders: run}, trial, visits),
    over,
    candidates: leaderboard.candidates.map((each) => ({
      trial: each.trial,
      path: candidatePath(run.folder, each),
    })),
  });
  const again = isInOneOrder(entries, settings);
  const script = again ? [] : scriptOf(entries, ({shard}) => Number(shard) % settings.workers);
  // Copies are averaged by the coordinator, and their states are not kept: all is trained again.
  const known = new Known(entries, settings.strategy === 'average' ? 'training' : redo);
  return {
    past: {entries, known, script, order: orderOf(settings)},
    damaged: settings.strategy === 'average' ? [] : damaged,
  };
}

function expectBrokenOff(id: string, entries: readonly Entry[]): void {
  const {state, workers} = viewOf(id, entries.reduce(takeEntry, nothingYet));
  if (state === 'broken-off') return;
  const again = {suggestions: ['adl build']};
  if (state === 'running')
    throw new AdlError(
      'RUN_BUSY',
      `Expected a run that was broken off, but run ${id} is going on, with ${workersInWords(workers.length)}.`,
      {suggestions: [`adl build show --run ${id}`]},
    );
  throw new AdlError('RUN_OVER', `Expected a run that was broken off, but run ${id} has ${state}.`, again);
}

/** Whether a run can be gone through from its beginning by what units cost, and comes to the same order. */
export function isInOneOrder(entries: readonly Entry[], settings: BuildSettings): boolean {
  const {crew} = settings;
  const fits = entries.every(({type, workers}) => type !== 'run-resumed' || Number(workers) <= crew);
  return fits && settings.workers <= crew && orderOf(settings) === 'virtual';
}

/** The inputs of a run are the snapshot that it was given, whatever `adl source` has made since. */
export async function inputsOfRun(paths: ProjectPaths, id: string, digest: string): Promise<BuildInputs> {
  const folder = paths.snapshot(digest);
  if (!existsSync(folder))
    throw new AdlError('SNAPSHOT_MISSING', `Expected the snapshot of run ${id} in ${folder}, found none.`, {
      suggestions: ['adl build'],
    });
  return {paths, manifest: loadManifest(paths), folder, snapshot: await verifySnapshot(folder)};
}

function expectUnchanged(
  id: string,
  {snapshot, versions}: ReturnType<typeof journaledSettings>,
  paths: ProjectPaths,
): void {
  const now = runVersions();
  const current = readLock(paths.lock).source?.outputs.snapshot;
  const changes = (Object.keys(now) as (keyof typeof now)[])
    .filter((name) => now[name] !== versions[name])
    // A new version is another program too: that is said once.
    .filter((name) => name !== 'program' || now.adl === versions.adl)
    .map((name) => `${words[name]} was ${versions[name]}, now ${now[name]}`);
  if (current !== undefined && current !== snapshot)
    changes.unshift(`the snapshot was ${snapshot.slice(0, 12)}, now ${String(current).slice(0, 12)}`);
  if (changes.length === 0) return;
  throw new AdlError(
    'RUN_CHANGED',
    `Expected all that run ${id} depends on to be as it was: ${changes.join('; ')}.`,
    {suggestions: [`adl build resume ${id} --force`, 'adl build']},
  );
}

const words = {
  adl: 'the version of adl',
  program: "adl's own program",
  node: 'the version of Node',
  onnxruntime: 'the version of ONNX Runtime',
} as const;

/** Milliseconds that a run has been at work; what it waited for room on the disk does not count. */
function elapsed(entries: readonly Entry[]): number {
  let [sum, begun, last, paused] = [0, 0, 0, 0];
  for (const {type, at, started} of entries) {
    if (type === 'run-started' || type === 'run-resumed') {
      sum += last - begun;
      begun = type === 'run-started' ? Number(started) : at;
    }
    if (type === 'run-paused') paused = at;
    if (type === 'run-went-on') sum -= at - paused;
    last = at;
  }
  return sum + last - begun;
}

function warning(message: string): LifecycleEvent {
  return {stage: 'build', kind: 'warning', message};
}
