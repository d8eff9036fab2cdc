import type {Json} from '../base/json.js';
import type {SnapshotSchema} from '../data/snapshot.js';
import {Known} from '../hopper/known.js';
import {openJournal} from '../project/journal.js';
import {createRun} from '../project/runs.js';
import {decidingMetric} from '../train/evaluate.js';
import {conductRun} from './build-conduct.js';
import {type BuildInputs, readBuildInputs} from './build-inputs.js';
import type {BuildResult} from './build-result.js';
import {type BuildOptions, type BuildSettings, orderOf, taskOf} from './build-settings.js';
import {decideSettings} from './decided-settings.js';
import type {Host, LifecycleEvent} from './event.js';
import {firstGroups} from './first-groups.js';
import {runVersions} from './run-versions.js';
import {status} from './status.js';
import {serversOf, tracked, trackingTo} from './tracking.js';

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
  const tracking = trackingTo(host, serversOf(inputs.manifest.build.tracking, {...options}));
  const {settings, rule, reduced, wanted} = await decideSettings(options, inputs, host.environment);
  yield* staleSource(host);
  yield* fewerWorkers(wanted, options.workers ?? inputs.manifest.build.workers, inputs.snapshot);
  if (reduced !== undefined) yield {stage: 'build', kind: 'warning', message: reduced};
  yield* idleWorkers(settings, inputs);
  const {id, run} = createRun(inputs.paths);
  const journal = openJournal(run.journal, host.now);
  const {criterion} = decidingMetric(taskOf(inputs.snapshot), settings.metric);
  const flags = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const facts = {run: id, pid: process.pid, started, snapshot: inputs.snapshot.digest, flags};
  const search = settings.search as unknown as Json;
  journal.append('run-started', {
    ...facts,
    ...settings,
    rule,
    search,
    criterion,
    versions: {...runVersions()},
  });
  const message = `run ${id} on ${workersInWords(settings.workers)}`;
  yield {stage: 'build', kind: 'step', message, data: {run: id}};
  const past = {entries: [], known: new Known(), script: [], order: orderOf(settings)};
  const followed = {paths: inputs.paths, project: inputs.manifest.project, run: id};
  const conducted = conductRun({id, flags, host, started, inputs, settings, run, journal, past});
  return yield* tracked(tracking, followed, conducted);
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

/** Workers that will have nothing to do, as there are fewer groups of models than workers. */
async function* idleWorkers(settings: BuildSettings, inputs: BuildInputs): AsyncGenerator<LifecycleEvent> {
  const {workers, strategy, trials} = settings;
  // Of as many trials there are enough groups.
  if (strategy === 'average' || trials >= 2 * workers) return;
  const {length: groups} = await firstGroups(settings, inputs);
  const idle = workers - groups;
  if (idle <= 0) return;
  const message = `${groups} group${groups === 1 ? '' : 's'} of models for ${workersInWords(workers)}: ${workersInWords(idle)} at a time ${idle === 1 ? 'has' : 'have'} nothing to do. More trials, \`--workers ${groups}\` or \`--strategy average\` would mend that.`;
  yield {stage: 'build', kind: 'warning', message};
}

export function workersInWords(workers: number): string {
  return `${workers} worker${workers === 1 ? '' : 's'}`;
}
