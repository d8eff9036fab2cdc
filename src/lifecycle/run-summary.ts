import type {Scores} from '../train/evaluate.js';
import type {Metric} from '../train/metrics/metric.js';
import {type BuildView, stateOf} from './build-show.js';
import {ranked} from './run-progress.js';
import type {RunRecord} from './run-record.js';

/** What one run came to, in a line. */
export interface RunSummary {
  run: string;
  state: BuildView['state'];
  /** In ISO 8601. */
  started: string;
  seconds: number;
  /** What decides, and which of its values are better. */
  metric: string;
  direction: Metric['direction'];
  trials: {all: number; done: number; stopped: number; failed: number};
  /** The chosen trial, or the best so far. */
  best: BestTrial | null;
  /** The digest of the data. */
  snapshot: string;
}

export interface BestTrial {
  trial: number;
  family: string;
  parameters: Record<string, string | number | boolean>;
  validation: Scores;
  /** Only of the trial that was chosen in the end. */
  test: Scores | null;
}

export function summaryOf({run, facts, progress}: RunRecord): RunSummary {
  const {started, latest, metric, trials, result} = progress;
  const count = (state: string) => trials.filter((trial) => trial.state === state).length;
  return {
    run,
    state: stateOf(progress),
    started: new Date(started).toISOString(),
    seconds: result?.seconds ?? Math.max(0, latest - started) / 1000,
    metric: metric?.name ?? '',
    direction: metric?.metric.direction ?? 'maximize',
    trials: {all: trials.length, done: count('done'), stopped: count('stopped'), failed: count('failed')},
    best: bestOf(progress),
    snapshot: String(facts.snapshot ?? ''),
  };
}

function bestOf(progress: RunRecord['progress']): BestTrial | null {
  if (progress.result) {
    const {trial, family, parameters, metrics} = progress.result.best;
    return {trial, family, parameters, ...metrics};
  }
  const [first] = ranked(progress);
  if (!first?.standing) return null;
  const {trial, family, parameters, standing} = first;
  return {trial, family, parameters, validation: standing.scores, test: null};
}
