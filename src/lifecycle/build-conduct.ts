import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {digest} from '../base/hash.js';
import type {Json} from '../base/json.js';
import {partial, replaceFile} from '../base/whole-file.js';
import {namesIn} from '../project/folder.js';
import {type Entry, readJournal} from '../project/journal.js';
import {writeStage} from '../project/lock.js';
import {packageVersion} from '../project/package-file.js';
import type {RunPaths} from '../project/paths.js';
import {removeRun} from '../project/runs.js';
import type {BuildInputs} from './build-inputs.js';
import type {BuildResult} from './build-result.js';
import {carryOutRun} from './build-run.js';
import type {BuildSettings} from './build-settings.js';
import {isCandidate} from './candidates.js';
import {streamed} from './channel.js';
import type {LifecycleEvent} from './event.js';
import type {BuildRun} from './going.js';
import {decidingBuild} from './manifest.js';
import {roomOf} from './run-room.js';

export interface Conducted extends Omit<BuildRun, 'push' | 'room'> {
  id: string;
  /** What was typed. */
  flags: {[name: string]: Json};
}

/**
 * Brings a run to its end, and keeps what came of it: in its journal, its folder and the lock. One that is told to stop, or
 * is killed, leaves what it takes to go on; one that finds the disk full waits.
 */
export async function* conductRun(conducted: Conducted): AsyncGenerator<LifecycleEvent, BuildResult> {
  const {id, flags, ...given} = conducted;
  const {host, run, journal} = given;
  dropDrafts(run);
  return yield* streamed<LifecycleEvent, BuildResult>((push) =>
    toTheEnd({...conducted, push, room: roomOf({...given, push})}).catch((error: Error) => {
      if (host.signal?.aborted) journal.append('run-interrupted');
      else if (canGoOn(error, run)) {
        journal.append('run-interrupted', failureFacts(error));
        throw withResume(error, id);
      } else {
        journal.append('run-failed', failureFacts(error));
        if (journal.catchUp() === 0 && cameToNothing(error, run)) removeRun(run);
        else clearAway(run);
        journal.catchUp();
      }
      throw error;
    }),
  );
}

async function toTheEnd(conducted: Conducted & BuildRun): Promise<BuildResult> {
  const {id, flags, host, inputs, settings, run, journal, started, room} = conducted;
  const outcome = await carryOutRun(conducted);
  const predicted = readJournal(run.journal).find(({type}) => type === 'run-predicted')?.seconds;
  const result: BuildResult = {
    ...{run: id, ...outcome, seconds: (host.now() - started) / 1000},
    ...(typeof predicted === 'number' && outcome.stopped_by === 'trials' && {predicted_seconds: predicted}),
  };
  const {lock} = inputs.paths;
  await room.for(run.result, () => replaceFile(run.result, `${JSON.stringify(result, null, 2)}\n`));
  await room.for(lock, () => writeStage(lock, 'build', lockFacts(inputs, settings, flags, result)));
  // Until this is said, a run that is killed can be taken up again: its states are there until then.
  journal.append('run-ended', {result: result as unknown as Json});
  await room.written();
  clearAway(run);
  return result;
}

function failureFacts(error: Error): {code: string; message: string} {
  return {code: error instanceof AdlError ? error.code : error.name, message: error.message};
}

/** Whether a run is stopped by how the machine is just now, and has something to go on from. */
function canGoOn(error: Error, run: RunPaths): error is AdlError {
  const passes = error instanceof AdlError && (error.code === 'WORKER_LOST' || error.code === 'MEMORY_FULL');
  return passes && !cameToNothing(error, run);
}

function withResume(cause: AdlError, id: string): AdlError {
  const {code, message} = cause;
  const suggestions = [
    `What was done is kept. With fewer workers each has more memory: \`adl build resume ${id} --workers 1\`.`,
  ];
  return new AdlError(code, message, {suggestions, cause});
}

/** A run that failed before any trial did, or had a score, has nothing to show but what its error says anyway. */
function cameToNothing(error: Error, {journal}: RunPaths): boolean {
  const isWorthALook = ({type}: Entry) => type === 'epoch-ended' || type === 'trial-failed';
  return error instanceof AdlError && !readJournal(journal).some(isWorthALook);
}

/** What a run had made to go on with. */
function clearAway(run: RunPaths): void {
  for (const folder of [run.checkpoints, run.predictions]) rmSync(folder, {recursive: true, force: true});
  for (const name of namesIn(run.folder)) if (isCandidate(name)) rmSync(join(run.folder, name));
}

/** What a process that was killed had begun to write. */
function dropDrafts({checkpoints, predictions}: RunPaths): void {
  for (const folder of [checkpoints, predictions])
    for (const name of namesIn(folder)) if (name.endsWith(partial)) rmSync(join(folder, name));
}

/** The manifest's own section counts for freshness; what else decided the run is noted beside it. */
function lockFacts(
  {manifest, snapshot}: BuildInputs,
  {seed, workers, trials, engine, device}: BuildSettings,
  flags: Conducted['flags'],
  result: BuildResult,
) {
  const decided = {adl: packageVersion(), seed, workers, trials, engine, device, flags};
  return {
    inputs: {snapshot: snapshot.digest, manifest: digest(decidingBuild(manifest.build)), ...decided},
    outputs: {run: result.run, weights_sha256: result.best.weights_sha256},
  };
}
