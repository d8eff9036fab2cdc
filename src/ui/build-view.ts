import {score} from '../base/score.js';
import type {BuildResult} from '../lifecycle/build-result.js';
import type {BuildView, TrialView} from '../lifecycle/build-show.js';
import {counted, settings} from './figures.js';
import {table, wrapped} from './table.js';

/** What a build chose, and what to type next. */
export function buildResultView(result: BuildResult): string {
  return `${buildSummary(result)}\n\nNext: adl deploy --to service`;
}

/** What a build chose, beside what a model that knows nothing reaches on the same test rows. */
export function buildSummary(result: BuildResult): string {
  const {run, best, baseline, trials, stopped_by, seconds, predicted_seconds: predicted} = result;
  const names = Object.keys(best.metrics.test);
  const rows = names.map((name) => [
    name,
    score(best.metrics.validation[name]),
    score(best.metrics.test[name]),
    score(baseline.test[name]),
  ]);
  return [
    `run ${run}: ${counted(trials, 'trial')} in ${seconds.toFixed(1)} s${endings[stopped_by]}${predicted === undefined ? '' : `; ${predicted.toFixed(1)} s were predicted`}`,
    `best: trial ${best.trial}, ${best.family}, ${settings(best.parameters)}`,
    ...(best.partial ? [partialInWords(best.partial)] : []),
    '',
    table(['metric', 'validation', 'test', 'baseline'], rows),
    '',
    'baseline: on the test rows, always the most frequent class; of numbers, the mean',
  ].join('\n');
}

function partialInWords({visited, shards}: {visited: number; shards: number}): string {
  return `No epoch could end in that time: this model has seen ${visited} of ${counted(shards, 'shard')} once.`;
}

const endings: Record<BuildResult['stopped_by'], string> = {
  trials: '',
  time: ', which is all the time it had',
};

/** Below so many columns there is no room for what a trial was made with: `--json` has it. */
const narrow = 60;

export interface ShowOptions {
  width?: number | undefined;
  /** How many trials to list. */
  top?: number | undefined;
  /** What is drawn of the best trials. */
  curves?: readonly string[];
}

/** A run as its journal tells it, finished or not: the leaderboard, what each worker does, the best. */
export function buildShowView(view: BuildView, {width, top, curves = []}: ShowOptions = {}): string {
  const {metric, state, workers} = view;
  const tried = view.trials.filter((trial) => trial.state !== 'waiting');
  const untried = view.trials.length - tried.length;
  const left = Math.max(0, tried.length - (top ?? tried.length));
  const fitted = (text: string) => wrapped(text, width ?? Number.POSITIVE_INFINITY);
  const isNarrow = width !== undefined && width < narrow;
  const rows = tried.slice(0, tried.length - left).map((trial) => {
    const scored = [String(trial.trial), trial.family, score(trial.scores?.[metric]), String(trial.epochs)];
    return [
      ...scored,
      stateOf(trial, view),
      ...(isNarrow ? [] : [trial.reason ?? settings(trial.parameters)]),
    ];
  });
  const header = ['trial', 'family', isNarrow ? 'score' : metric, 'epochs', 'state'];
  const isRunning = state === 'running';
  const work = workers.map(({worker, pid, units, at_work}) => [
    ...[String(worker), String(pid), String(units)],
    ...(isRunning ? [at_work ?? 'waits for work'] : []),
  ]);
  return [
    ...fitted(`run ${view.run}: ${stateInWords(view)}`),
    '',
    table([...header, ...(isNarrow ? [] : ['parameters'])], rows, width),
    ...(left > 0 ? [`  and ${counted(left, 'more trial')}`] : []),
    ...(untried > 0 ? [`  and ${counted(untried, 'trial')} ${isRunning ? 'waiting' : 'not begun'}`] : []),
    '',
    table(['worker', 'process', 'units done', ...(isRunning ? ['does'] : [])], work, width),
    '',
    ...(curves.length > 0 ? [...curves, ''] : []),
    ...bestInWords(view).flatMap(fitted),
  ].join('\n');
}

function stateInWords({state, seconds, result, failure, interrupted, paused}: BuildView): string {
  const time = `${seconds.toFixed(1)} s`;
  if (paused !== undefined) return `paused after ${time}, as there is no room on the disk for ${paused}`;
  if (state === 'running') return `running for ${time}`;
  if (result) return `ended after ${time}${endings[result.stopped_by]}`;
  if (failure !== undefined) return `failed after ${time}: ${failure}`;
  return `broken off after ${time}: ${interrupted ? 'it was told to stop' : 'its process is gone'}`;
}

/** A trial that a run left behind is neither done nor running. */
function stateOf({state}: TrialView, run: BuildView): string {
  return state === 'running' && run.state !== 'running' ? 'cut off' : state;
}

function bestInWords({state, metric, trials: [first], result}: BuildView): string[] {
  if (result) {
    const {trial, family, metrics} = result.best;
    const scores = `${score(metrics.validation[metric])}; on the test rows ${score(metrics.test[metric])}`;
    return [`best: trial ${trial}, ${family}, ${metric} ${scores}`];
  }
  const next = state === 'running' ? [] : ['Next: adl build'];
  if (!first?.scores) return ['No trial has ended an epoch.', ...next];
  return [
    `best so far: trial ${first.trial}, ${first.family}, ${metric} ${score(first.scores[metric])}`,
    ...next,
  ];
}
