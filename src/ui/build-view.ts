import type {BuildResult} from '../lifecycle/build.js';
import type {BuildView} from '../lifecycle/build-show.js';
import {table} from './table.js';

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
    `best: trial ${best.trial}, ${best.family}, ${settings(best.parameters)}`,
    '',
    table(['metric', 'validation', 'test', 'baseline test'], rows),
    '',
    'Next: adl deploy --to service',
  ].join('\n');
}

/** A run as its journal tells it, finished or not. */
export function buildShowView({run, state, metric, workers, trials, seconds}: BuildView): string {
  const rows = trials.map(({trial, family, state, epochs, scores, parameters, reason}) => [
    ...[String(trial), family, state, String(epochs), cell(scores?.[metric])],
    reason ?? settings(parameters),
  ]);
  const work = workers.map(({worker, units, at_work}) => [String(worker), String(units), at_work ?? '-']);
  return [
    `run ${run}: ${state}, ${seconds.toFixed(1)} s`,
    '',
    table(['trial', 'family', 'state', 'epochs', metric, 'parameters'], rows),
    '',
    table(['worker', 'units', 'at work on'], work),
  ].join('\n');
}

function cell(value: number | undefined): string {
  return typeof value === 'number' ? value.toFixed(4) : '-';
}

/** Four digits tell configurations apart; --json has all of them. */
function settings(parameters: Record<string, unknown>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`)
    .join(', ');
}
