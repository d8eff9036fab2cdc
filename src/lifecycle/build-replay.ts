import {mkdirSync, rmSync} from 'node:fs';
import {AdlError} from '../base/errors.js';
import {Known} from '../hopper/known.js';
import {scriptOf} from '../hopper/script.js';
import {openJournal, readJournal} from '../project/journal.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import type {RunOutcome} from './build-conclusion.js';
import {inputsOfRun, isInOneOrder} from './build-resume.js';
import {carryOutRun} from './build-run.js';
import {orderOf} from './build-settings.js';
import {streamed} from './channel.js';
import type {Host, LifecycleEvent} from './event.js';
import type {Past} from './going.js';
import {journaledSettings} from './journaled-settings.js';
import {roomOf} from './run-room.js';

export interface ReplayResult {
  run: string;
  /** Units that were done again. */
  units: number;
  epochs: number;
  /** Of the best model, now as then. */
  weights_sha256: string;
  seconds: number;
}

/**
 * Does all units of a run again, in the order of its journal, and compares every state, every score and the best model's
 * weights with what they were: those of a run with a time budget or `--adaptive` too.
 * @throws RUN_MISSING, RUN_CHANGED, SNAPSHOT_MISSING, REPLAY_DIVERGED
 */
export async function* replayBuild(
  host: Host,
  options: {run?: string | undefined},
): AsyncGenerator<LifecycleEvent, ReplayResult> {
  const paths = projectPaths(findProject(host.cwd));
  const {id, run} = findRun(paths, options.run);
  const entries = readJournal(run.journal);
  const {settings, snapshot} = journaledSettings(id, entries);
  const inputs = await inputsOfRun(paths, id, snapshot);
  const known = new Known(entries, 'everything');
  const past: Past = isInOneOrder(entries, settings)
    ? {entries, known, script: [], order: 'virtual', isOver: true}
    : {
        ...{entries, known, order: orderOf(settings), isOver: true},
        script: scriptOf(entries, ({shard}) => Number(shard) % settings.workers),
      };
  const again = paths.run(`${id}/replay`);
  rmSync(again.folder, {recursive: true, force: true});
  for (const folder of [again.folder, again.checkpoints, again.predictions])
    mkdirSync(folder, {recursive: true});
  const journal = openJournal(again.journal, host.now);
  const started = host.now();
  yield {stage: 'build', kind: 'step', message: `run ${id}: ${known.size} units are done again`};
  try {
    const own = {host, started, inputs, settings, run: again, journal, past, hasNoEnd: true};
    const outcome = yield* streamed<LifecycleEvent, RunOutcome>((push) =>
      carryOutRun({...own, push, room: roomOf({...own, push})}),
    );
    const weights = outcome.best.weights_sha256;
    expectSameModel(id, entries.find(({type}) => type === 'run-ended')?.result, weights);
    return {
      ...{run: id, units: known.size, weights_sha256: weights, seconds: (host.now() - started) / 1000},
      epochs: entries.filter(({type}) => type === 'epoch-ended').length,
    };
  } finally {
    rmSync(again.folder, {recursive: true, force: true});
  }
}

function expectSameModel(id: string, result: unknown, weights: string): void {
  const before = (result as {best?: {weights_sha256?: string}} | undefined)?.best?.weights_sha256;
  if (before === undefined || before === weights) return;
  throw new AdlError(
    'REPLAY_DIVERGED',
    `Expected the best model of run ${id} to have the weights ${before}, got ${weights}.`,
    {suggestions: [`adl build show --run ${id}`]},
  );
}
