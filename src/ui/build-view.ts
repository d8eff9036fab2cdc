import type {BuildResult} from '../lifecycle/build.js';
import type {BuildView} from '../lifecycle/build-show.js';
import {figure, table} from './table.js';

/** What a build chose, beside what a model that knows nothing reaches on the same test rows. */
export function buildResultView({run, best, baseline, trials, stopped_by, seconds}: BuildResult): string {
  const names = Object.keys(best.metrics.test);
  const rows = names.map((name) => [
    name,
    cell(best.metrics.validation[name]),
    cell(best.metrics.test[name]),
    cell(baseline.test[name]),
  ]);
  return [
    `run ${run}: ${trials} trials in ${seconds.toFixed(1)} s, stopped by ${stopped_by}`,
    `best: trial ${best.trial}, ${best.family} ${JSON.stringify(best.parameters)}`,
    '',
    table(['metric', 'validation', 'test', 'baseline test'], rows),
    '',
    'Next: adl deploy --to service',
  ].join('\n');
}

/** A run as its journal tells it, finished or not. */
export function buildShowView(view: BuildView): string {
  return JSON.stringify(view, null, 2);
}

function cell(value: number | undefined): string {
  return value === undefined ? '-' : figure(value);
}
