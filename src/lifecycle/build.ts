import {rmSync} from 'node:fs';
import {AdlError} from '../base/errors.js';
import {digest} from '../base/hash.js';
import type {Json} from '../base/json.js';
import {replaceFile} from '../base/whole-file.js';
import type {SnapshotSchema} from '../data/snapshot.js';
import {type Entry, openJournal, readJournal} from '../project/journal.js';
import {writeStage} from '../project/lock.js';
import {packageVersion} from '../project/package-file.js';
import type {RunPaths} from '../project/paths.js';
import {createRun, removeRun} from '../project/runs.js';
import {decidingMetric} from '../train/evaluate.js';
import type {RunOutcome} from './build-conclusion.js';
import {type BuildInputs, readBuildInputs} from './build-inputs.js';
import {carryOutRun} from './build-run.js';
import {type BuildOptions, type BuildSettings, buildSettings, taskOf} from './build-settings.js';
import {streamed} from './channel.js';
import type {Host, LifecycleEvent} from './event.js';
import {status} from './status.js';

export interface BuildResult extends RunOutcome {
  run: string;
  seconds: number;
}

/**
 * Trains many models on the snapshot at once, by model hopper parallelism over worker processes, chooses the best by
 * the metric on the validation rows, and scores it once on the test rows.
 *
 * @example for await (const event of build(host, {time: '10m'})) console.error(event.message);
 * @throws MANIFEST_MISSING, SNAPSHOT_MISSING, SNAPSHOT_DAMAGED, METRIC_UNFIT, BUDGET_TOO_SMALL, EVERY_TRIAL_FAILED
 */
export async function* build(host: Host, options: BuildOptions): AsyncGenerator<LifecycleEvent, BuildResult> {
  const started = host.now();
  const inputs = await readBuildInputs(host);
  const settings = await buildSettings(options, inputs.manifest.build, inputs.snapshot);
  yield* staleSource(host);
  yield* fewerWorkers(settings, options.workers ?? inputs.manifest.build.workers, inputs.snapshot);
  const {id, run} = createRun(inputs.paths);
  const journal = openJournal(run.journal, host.now);
  const {criterion} = decidingMetric(taskOf(inputs.snapshot), settings.metric);
  const facts = {run: id, pid: process.pid, started, snapshot: inputs.snapshot.digest};
  journal.append('run-started', {...facts, ...settings, criterion});
  const message = `run ${id} on ${workersInWords(settings.workers)}`;
  yield {stage: 'build', kind: 'step', message, data: {run: id}};
  const outcome = yield* streamed<LifecycleEvent, RunOutcome>((push) =>
    carryOutRun({host, started, inputs, settings, run, journal, push}).catch((error: Error) => {
      if (host.signal?.aborted) journal.append('run-interrupted');
      else journal.append('run-failed', failureFacts(error));
      if (!host.signal?.aborted && cameToNothing(error, run)) removeRun(run);
      else clearAway(run);
      throw error;
    }),
  );
  const result: BuildResult = {run: id, ...outcome, seconds: (host.now() - started) / 1000};
  journal.append('run-ended', {result: result as unknown as Json});
  replaceFile(run.result, `${JSON.stringify(result, null, 2)}\n`);
  writeStage(inputs.paths.lock, 'build', lockFacts(inputs, settings, options, result));
  return result;
}

function failureFacts(error: Error): {code: string; message: string} {
  return {code: error instanceof AdlError ? error.code : error.name, message: error.message};
}

/** A run that failed before any trial did, or had a score, has nothing to show but what its error says anyway. */
function cameToNothing(error: Error, {journal}: RunPaths): boolean {
  const isWorthALook = ({type}: Entry) => type === 'epoch-ended' || type === 'trial-failed';
  return error instanceof AdlError && !readJournal(journal).some(isWorthALook);
}

/** What a run had made that came to no model. */
function clearAway(run: RunPaths): void {
  for (const folder of [run.checkpoints, run.predictions]) rmSync(folder, {recursive: true, force: true});
}

async function* staleSource(host: Host): AsyncGenerator<LifecycleEvent> {
  const source = (await status(host)).stages.find(({name}) => name === 'source');
  if (!source || source.fresh) return;
  const message = `The snapshot is stale: ${source.because} Run \`adl source\` to train on what there is now.`;
  yield {stage: 'build', kind: 'warning', message};
}

/** @param asked how many were asked for, by a flag or the manifest */
function* fewerWorkers(
  {workers}: BuildSettings,
  asked: number | undefined,
  {splits}: SnapshotSchema,
): Generator<LifecycleEvent> {
  if (asked === undefined || asked === workers) return;
  const {rows, parts} = splits.train;
  const message = `${workersInWords(workers)} instead of ${asked}: the ${rows} training rows lie in ${parts.length} parts, and a worker needs at least one.`;
  yield {stage: 'build', kind: 'warning', message};
}

function workersInWords(workers: number): string {
  return `${workers} worker${workers === 1 ? '' : 's'}`;
}

/** The manifest's own section counts for freshness; what else decided the run is noted beside it. */
function lockFacts(
  {manifest, snapshot}: BuildInputs,
  {seed, workers, trials, engine, device}: BuildSettings,
  options: BuildOptions,
  result: BuildResult,
) {
  const flags = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const decided = {adl: packageVersion(), seed, workers, trials, engine, device, flags};
  return {
    inputs: {snapshot: snapshot.digest, manifest: digest(manifest.build), ...decided},
    outputs: {run: result.run, weights_sha256: result.best.weights_sha256},
  };
}
