import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import {findRun} from '../project/runs.js';
import type {Scores} from '../train/evaluate.js';
import type {Metric} from '../train/metrics/metric.js';
import type {BuildResult} from './build-result.js';
import type {Host} from './event.js';
import {type RunProgress, ranked, type TrialProgress} from './run-progress.js';
import {readRun} from './run-record.js';
import {CurvePoints, type TrialCurve} from './trial-curves.js';

export interface TrialView
  extends Pick<TrialProgress, 'trial' | 'group' | 'family' | 'parameters' | 'state' | 'epochs'> {
  /** As it ended, or of its best epoch until then. */
  scores?: Scores;
  reason?: string;
}

export interface WorkerView {
  worker: number;
  pid: number;
  /** Units done of those that were begun. */
  units: number;
  at_work: string | null;
  /** The numbers of those that it trains or scores together. */
  trials: readonly number[];
  /** Since when it is at work on that, in milliseconds since 1970. */
  since: number | null;
}

export interface BuildView {
  run: string;
  state: 'running' | 'ended' | 'failed' | 'broken-off';
  metric: string;
  direction: Metric['direction'];
  /** Of each trial. */
  epochs: number;
  /** When the run's time began, in milliseconds since 1970, and how many it may take: null for any. */
  started: number;
  time: number | null;
  workers: WorkerView[];
  /** Best first. */
  trials: TrialView[];
  /** The score of the best trial, each time that another model became the best. */
  curve: {seconds: number; trial: number; epoch: number; score: number}[];
  seconds: number;
  result?: BuildResult;
  /** Why there is no result. */
  failure?: string;
  /** It was broken off by Ctrl-C or a signal, and said so before it ended. */
  interrupted?: boolean;
  /** While it is running: the file that it waits for room on the disk for. */
  paused?: string;
}

export interface BuildShown extends BuildView {
  /** Of the best trials, best first. */
  curves: TrialCurve[];
}

/** As many curves as can be told apart. */
const mostCurves = 5;

/**
 * A run as its journal tells it, finished or not: nothing else is read, so any process can look at any time.
 * @throws MANIFEST_MISSING, RUN_MISSING
 */
export async function showBuild(host: Host, options: {run?: string | undefined}): Promise<BuildShown> {
  const paths = projectPaths(findProject(host.cwd));
  const {id, run} = findRun(paths, options.run);
  const points = new CurvePoints();
  const {progress} = readRun(id, run.journal, (entry) => points.take(entry));
  const view = viewOf(id, progress);
  const best = view.trials.filter(({scores}) => scores).slice(0, mostCurves);
  const curves = best.map(({trial, family}) => ({trial, family, points: points.of(trial)}));
  return {...view, curves};
}

export function viewOf(run: string, progress: RunProgress): BuildView {
  const {metric, epochs, started, time, latest, result, failure, interrupted, paused} = progress;
  const state = stateOf(progress);
  const name = metric?.name ?? '';
  return {
    run,
    state,
    metric: name,
    direction: metric?.metric.direction ?? 'maximize',
    ...{epochs, started, time},
    workers: progress.workers.map(({worker, pid, units, unit}) => ({
      ...{worker, pid, units},
      at_work: unit ? `${trialsInWords(unit.trials)}, epoch ${unit.epoch}, ${unit.kind}` : null,
      trials: unit?.trials ?? [],
      since: unit?.since ?? null,
    })),
    trials: ranked(progress).map(({standing, weights, ...trial}) => ({
      ...trial,
      ...(standing && {scores: standing.scores}),
    })),
    curve: progress.leaders.map(({at, trial, epoch, scores}) => ({
      seconds: (at - started) / 1000,
      ...{trial, epoch, score: scores[name]!},
    })),
    seconds: Math.max(0, latest - started) / 1000,
    ...(result && {result}),
    ...(failure !== undefined && {failure}),
    ...(interrupted && {interrupted}),
    ...(paused !== undefined && state === 'running' && {paused}),
  };
}

/** Such as `trial 3` or `8 trials`. */
function trialsInWords(trials: readonly number[]): string {
  return trials.length === 1 ? `trial ${trials[0]}` : `${trials.length} trials`;
}

export function stateOf({result, failure, interrupted, pid}: RunProgress): BuildView['state'] {
  if (result) return 'ended';
  if (failure !== undefined) return 'failed';
  if (interrupted) return 'broken-off';
  return isAlive(pid) ? 'running' : 'broken-off';
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
