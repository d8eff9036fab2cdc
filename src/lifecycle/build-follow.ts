import {setTimeout as pause} from 'node:timers/promises';
import {score} from '../base/score.js';
import {type Entry, followJournal} from '../project/journal.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import {type BuildView, viewOf} from './build-show.js';
import type {Host, LifecycleEvent} from './event.js';
import {nothingYet, type RunProgress, takeEntry} from './run-progress.js';

/** Milliseconds between two looks. */
const every = 250;

/**
 * Looks on at a run, from any process, until it is over: its epochs, what is left out, paused or told to it.
 * @throws MANIFEST_MISSING, RUN_MISSING
 */
export async function* followRun(
  host: Host,
  options: {run?: string | undefined},
): AsyncGenerator<LifecycleEvent, BuildView> {
  const {id, run} = findRun(projectPaths(findProject(host.cwd)), options.run);
  const gained = followJournal(run.journal);
  let progress = gained().reduce(takeEntry, nothingYet);
  yield {stage: 'build', kind: 'step', message: `run ${id}`, data: {run: id}};
  for (;;) {
    const view = viewOf(id, progress);
    if (view.state !== 'running') return view;
    await pause(every, undefined, {...(host.signal && {signal: host.signal})});
    for (const entry of gained()) {
      progress = takeEntry(progress, entry);
      yield* told(entry, progress);
    }
  }
}

function* told(entry: Entry, {metric, epochs, trials, leaders}: RunProgress): Generator<LifecycleEvent> {
  const {type, trial, epoch, scores, reason} = entry;
  if (type === 'epoch-ended' && metric) {
    const {name} = metric;
    const lead = leaders.at(-1);
    const value = score((scores as Record<string, number>)[name]);
    const leads = lead ? `; trial ${lead.trial} leads with ${score(lead.scores[name])}` : '';
    const message = `trial ${trial} of ${trials.length}, epoch ${epoch} of ${epochs}: ${name} ${value}${leads}`;
    yield {stage: 'build', kind: 'progress', message};
  }
  if (type === 'trial-failed')
    yield {stage: 'build', kind: 'warning', message: `trial ${trial} is left out: ${reason}`};
  if (type === 'trial-stopped')
    yield {stage: 'build', kind: 'note', message: `trial ${trial} is stopped after epoch ${epoch}`};
}
