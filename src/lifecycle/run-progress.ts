import type {Entry} from '../project/journal.js';
import type {DecidingMetric, Scores} from '../train/evaluate.js';
import {metrics} from '../train/metrics/registry.js';
import type {BuildResult} from './build-result.js';
import {isBefore, type Standing} from './standing.js';

/** What a journal has told so far. */
export interface RunProgress {
  /** When the run's time began, in milliseconds since 1970. */
  started: number;
  /** When the newest entry was made. */
  latest: number;
  pid: number;
  metric: DecidingMetric | undefined;
  /** Of each trial. */
  epochs: number;
  /** Milliseconds that the run may take; null where it may take any. */
  time: number | null;
  /** In order of their numbers. */
  workers: readonly WorkerProgress[];
  /** In order of their numbers. */
  trials: readonly TrialProgress[];
  /** What the best trial was, each time that it changed. */
  leaders: readonly (Standing & {at: number})[];
  result?: BuildResult;
  /** Why there is no result. */
  failure?: string;
  /** It was told to stop, by Ctrl-C or a signal. */
  interrupted?: boolean;
  /** The file that it waits for room for. */
  paused?: string;
}

export interface WorkerProgress {
  worker: number;
  pid: number;
  /** Units done. */
  units: number;
  unit?: {trials: readonly number[]; epoch: number; kind: string; since: number};
}

export interface TrialProgress {
  trial: number;
  /** Which configurations it is trained together with. */
  group: number;
  family: string;
  parameters: Record<string, string | number | boolean>;
  weights: number;
  /** Paused: the search may have it trained on. Stopped: it will not. */
  state: 'waiting' | 'running' | 'paused' | 'stopped' | 'done' | 'failed';
  epochs: number;
  /** What it counts by: as it ended, or its best epoch until then. */
  standing?: Standing;
  reason?: string;
}

/** Of a run that has said nothing yet. */
export const nothingYet: RunProgress = {
  ...{started: 0, latest: 0, pid: 0, metric: undefined, epochs: 0, time: null},
  ...{workers: [], trials: [], leaders: []},
};

/**
 * Takes one more entry in. All that anybody is shown of a run comes from here, while it goes on and after it.
 * @param progress is used up: it is changed and not copied, which for ten thousand trials would take minutes.
 */
export function takeEntry(progress: RunProgress, entry: Entry): RunProgress {
  const own = progress === nothingYet ? {...nothingYet, workers: [], trials: [], leaders: []} : progress;
  const change = takers[entry.type]?.(own, entry);
  return Object.assign(own, change, {latest: entry.at});
}

/** The one that was chosen, then best first; those that have no score yet come last. */
export function ranked({trials, metric, result}: RunProgress): TrialProgress[] {
  const group = ({trial, standing}: TrialProgress) => (trial === result?.best.trial ? 0 : standing ? 1 : 2);
  return [...trials].sort((a, b) => {
    const order = group(a) - group(b);
    if (order !== 0 || !metric || !a.standing || !b.standing) return order || a.trial - b.trial;
    return isBefore(metric, a.standing, b.standing) ? -1 : 1;
  });
}

type Taker = (progress: RunProgress, entry: Entry) => Partial<RunProgress>;

const takers: Readonly<Record<string, Taker>> = {
  'run-started': (_, {at, started, pid, metric, criterion, epochs, time}) => ({
    started: Number(started ?? at),
    pid: Number(pid),
    metric: metricOf(String(metric), String(criterion ?? metric)),
    epochs: Number(epochs),
    time: typeof time === 'number' ? time : null,
  }),
  'worker-started': ({workers}, {worker, pid}) => {
    const known = workers[Number(worker)] ?? {units: 0};
    return {workers: placed(workers, Number(worker), {...known, worker: Number(worker), pid: Number(pid)})};
  },
  'unit-started': ({workers, trials}, {at, worker, trial, trials: lanes, epoch, kind}) => {
    // Runs of adl before there were groups named one trial.
    const unit = {
      trials: (lanes ?? [trial]) as number[],
      epoch: Number(epoch),
      kind: String(kind),
      since: at,
    };
    for (const lane of unit.trials)
      if (['waiting', 'paused'].includes(trials[lane - 1]?.state ?? ''))
        changed(trials, lane - 1, {state: 'running'});
    return {workers: changed(workers, Number(worker), {unit})};
  },
  'unit-ended': ({workers}, {worker}) => {
    const units = (workers[Number(worker)]?.units ?? 0) + 1;
    return {workers: changed(workers, Number(worker), {units, unit: undefined})};
  },
  'trial-added': ({trials}, {trial, group, family, parameters, weights}) => ({
    trials: placed(trials, Number(trial) - 1, {
      trial: Number(trial),
      group: Number(group ?? 0),
      family: String(family),
      parameters: parameters as TrialProgress['parameters'],
      weights: Number(weights ?? 0),
      state: 'waiting',
      epochs: 0,
    }),
  }),
  'group-formed': ({trials}, {group, trials: own}) => {
    for (const trial of own as number[]) changed(trials, trial - 1, {group: Number(group)});
    return {};
  },
  'trial-paused': ({trials}, {trial}) => {
    changed(trials, Number(trial) - 1, {state: 'paused'});
    return {};
  },
  'trial-stopped': ({trials}, {trial}) => {
    changed(trials, Number(trial) - 1, {state: 'stopped'});
    return {};
  },
  'run-resumed': ({workers}, {pid}) => ({
    ...{pid: Number(pid), interrupted: false, paused: undefined},
    workers: workers.map((worker) => ({...worker, unit: undefined})),
  }),
  'trial-failed': (progress, {at, trial, reason}) => {
    // What has failed is not chosen, however good it was before.
    const failed = {state: 'failed', reason: String(reason), standing: undefined} as const;
    return {
      ...led(progress, changed(progress.trials, Number(trial) - 1, failed), Number(trial), at),
      workers: progress.workers.map((worker) => withoutTrial(worker, Number(trial))),
    };
  },
  'epoch-ended': takeEpoch,
  'run-paused': (_, {path}) => ({paused: String(path)}),
  'run-went-on': () => ({paused: undefined}),
  'run-failed': (_, {message}) => ({failure: String(message)}),
  'run-interrupted': () => ({interrupted: true}),
  'run-ended': (_, {result}) => ({result: result as unknown as BuildResult}),
};

/** A unit goes on without a lane that failed, and is over without any. */
function withoutTrial({unit, ...worker}: WorkerProgress, failed: number): WorkerProgress {
  const trials = unit?.trials.filter((trial) => trial !== failed) ?? [];
  return unit && trials.length > 0 ? {...worker, unit: {...unit, trials}} : worker;
}

function takeEpoch(progress: RunProgress, {at, trial, epoch, scores, last}: Entry): Partial<RunProgress> {
  const {trials, metric} = progress;
  const known = trials[Number(trial) - 1];
  if (!known || !metric) return {};
  const isLast = last === true || (last === undefined && epoch === progress.epochs);
  const standing = {
    trial: known.trial,
    epoch: Number(epoch),
    weights: known.weights,
    scores: scores as Scores,
  };
  const counts = Number.isFinite(standing.scores[metric.name]);
  const better = isLast || !known.standing || isBefore(metric, standing, known.standing);
  const change = {
    epochs: standing.epoch,
    ...(isLast && {state: 'done' as const}),
    ...(counts && better && {standing}),
  };
  return led(progress, changed(trials, known.trial - 1, change), known.trial, at);
}

/** The trials as they are now, of which one has changed, and who leads where that has changed too. */
function led(
  {metric, leaders}: RunProgress,
  trials: RunProgress['trials'],
  trial: number,
  at: number,
): Partial<RunProgress> {
  const last = leaders.at(-1);
  const best = metric && bestAfter(metric, trials, trials[trial - 1], last);
  const isSame = best?.trial === last?.trial && best?.epoch === last?.epoch;
  return {trials, ...(best && !isSame && {leaders: [...leaders, {...best, at}]})};
}

/** All trials are looked through only where the one that led has failed or fallen back. */
function bestAfter(
  metric: DecidingMetric,
  trials: readonly TrialProgress[],
  one: TrialProgress | undefined,
  last: Standing | undefined,
): Standing | undefined {
  const leader = last && trials[last.trial - 1]?.standing;
  const standing = one?.standing;
  if (!last) return standing;
  if (!leader || (one?.trial === last.trial && isBefore(metric, last, leader))) return bestOf(metric, trials);
  return standing && isBefore(metric, standing, leader) ? standing : leader;
}

function bestOf(metric: DecidingMetric, trials: readonly TrialProgress[]): Standing | undefined {
  return trials.reduce<Standing | undefined>(
    (best, {standing}) => (standing && (!best || isBefore(metric, standing, best)) ? standing : best),
    undefined,
  );
}

function metricOf(name: string, criterion: string): DecidingMetric | undefined {
  const metric = metrics[name];
  return metric && {name, metric, criterion};
}

function placed<Item>(items: readonly Item[], at: number, item: Item): readonly Item[] {
  (items as Item[])[at] = item;
  return items;
}

function changed<Item>(items: readonly Item[], at: number, change: Partial<Item>): readonly Item[] {
  const known = items[at];
  if (known) Object.assign(known, change);
  return items;
}
