import {type Entry, readJournal} from '../project/journal.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import type {Scores} from '../train/evaluate.js';
import {metrics} from '../train/metrics/registry.js';
import type {BuildResult} from './build.js';
import type {Host} from './event.js';

export interface TrialView {
  trial: number;
  family: string;
  parameters: Record<string, string | number | boolean>;
  state: 'waiting' | 'running' | 'done' | 'failed';
  epochs: number;
  /** Of its best epoch by the run's metric. */
  scores?: Scores;
  reason?: string;
}

export interface BuildView {
  run: string;
  state: 'running' | 'ended' | 'broken-off';
  metric: string;
  /** Units done of those that were begun, by worker. */
  workers: {worker: number; pid: number; units: number; at_work: string | null}[];
  /** Best first. */
  trials: TrialView[];
  seconds: number;
  result?: BuildResult;
}

/**
 * A run as its journal tells it, finished or not: nothing else is read, so any process can look at any time.
 * @throws MANIFEST_MISSING, RUN_MISSING
 */
export async function showBuild(host: Host, options: {run?: string | undefined}): Promise<BuildView> {
  const paths = projectPaths(findProject(host.cwd));
  const {id, run} = findRun(paths, options.run);
  return viewOf(id, readJournal(run.journal), isAlive);
}

function viewOf(run: string, entries: readonly Entry[], alive: (pid: number) => boolean): BuildView {
  const start = entries.find(({type}) => type === 'run-started');
  const end = entries.find(({type}) => type === 'run-ended');
  const metric = String(start?.metric ?? '');
  const view: BuildView = {
    run,
    state: end ? 'ended' : alive(Number(start?.pid)) ? 'running' : 'broken-off',
    metric,
    workers: workersOf(entries),
    trials: trialsOf(entries, metric, Number(start?.epochs)),
    seconds: ((entries.at(-1)?.at ?? 0) - (start?.at ?? 0)) / 1000,
  };
  return end ? {...view, result: end.result as unknown as BuildResult} : view;
}

function workersOf(entries: readonly Entry[]): BuildView['workers'] {
  const workers = new Map<number, BuildView['workers'][number]>();
  for (const {type, worker, pid, trial, epoch, kind} of entries) {
    const known = workers.get(Number(worker));
    if (type === 'worker-started')
      workers.set(Number(worker), {
        worker: Number(worker),
        pid: Number(pid),
        units: known?.units ?? 0,
        at_work: null,
      });
    if (type === 'unit-started' && known) known.at_work = `trial ${trial}, epoch ${epoch}, ${kind}`;
    if (type === 'unit-ended' && known) Object.assign(known, {units: known.units + 1, at_work: null});
  }
  return [...workers.values()].sort((a, b) => a.worker - b.worker);
}

function trialsOf(entries: readonly Entry[], metric: string, epochs: number): TrialView[] {
  const trials = new Map<number, TrialView>();
  for (const entry of entries) {
    if (entry.type === 'trial-added') trials.set(Number(entry.trial), added(entry));
    const known = trials.get(Number(entry.trial));
    if (known && entry.type === 'unit-started' && known.state === 'waiting') known.state = 'running';
    if (known && entry.type === 'trial-failed') Object.assign(known, {state: 'failed', reason: entry.reason});
    if (known && entry.type === 'epoch-ended') takeEpoch(known, entry, metric, epochs);
  }
  return [...trials.values()].sort((a, b) =>
    isBetter(metric, a, b) ? -1 : isBetter(metric, b, a) ? 1 : a.trial - b.trial,
  );
}

function added({trial, family, parameters}: Entry): TrialView {
  return {
    trial: Number(trial),
    family: String(family),
    parameters: parameters as TrialView['parameters'],
    state: 'waiting',
    epochs: 0,
  };
}

function takeEpoch(known: TrialView, entry: Entry, metric: string, epochs: number): void {
  const scores = entry.scores as Scores;
  known.epochs = Number(entry.epoch);
  if (known.epochs === epochs) known.state = 'done';
  if (isBetter(metric, {scores}, known)) known.scores = scores;
}

function isBetter(metric: string, a: Pick<TrialView, 'scores'>, b: Pick<TrialView, 'scores'>): boolean {
  if (!a.scores) return false;
  if (!b.scores) return true;
  const gain = a.scores[metric]! - b.scores[metric]!;
  return metrics[metric]?.direction === 'minimize' ? gain < 0 : gain > 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
