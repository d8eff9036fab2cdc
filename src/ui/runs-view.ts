import {score} from '../base/score.js';
import type {RunList} from '../lifecycle/build-list.js';
import type {RunSummary} from '../lifecycle/run-summary.js';
import {counted} from './figures.js';
import {table} from './table.js';

const narrow = 60;

/** Every run in a line, newest first. */
export function runsView({runs}: RunList, width?: number): string {
  const brief = width !== undefined && width < narrow;
  const header = ['run', ...(brief ? [] : ['began']), 'state', 'trials', 'best', brief ? 'score' : 'metric'];
  return [
    counted(runs.length, 'run'),
    '',
    table(
      brief ? header : [...header, 'data'],
      runs.map((run) => (brief ? briefly(run) : wholly(run))),
      width,
    ),
    '',
    runs.length > 1 ? `Next: adl build compare ${runs[1]!.run} ${runs[0]!.run}` : 'Next: adl build show',
  ].join('\n');
}

function briefly({run, state, trials, best, metric}: RunSummary): string[] {
  return [run, state, String(trials.all), best ? String(best.trial) : '-', score(best?.validation[metric])];
}

function wholly(run: RunSummary): string[] {
  const {metric, best, started, snapshot} = run;
  const scored = best ? `${metric} ${score(best.validation[metric])}` : metric;
  const [, state, trials, trial] = briefly(run);
  const began = started.slice(0, 16).replace('T', ' ');
  return [run.run, began, state!, trials!, trial!, scored, snapshot.slice(0, 8)];
}
