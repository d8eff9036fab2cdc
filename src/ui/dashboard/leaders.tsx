import {score} from '../../base/score.js';
import type {BuildView, TrialView} from '../../lifecycle/build-show.js';
import {settings} from '../figures.js';
import {table} from '../table.js';
import {Lines} from './lines.js';
import {oneLine} from './wording.js';

/** The trials that have begun, best first, and how many there are besides. */
export function Leaders({view, shown, width}: {view: BuildView; shown: number; width: number}) {
  const {metric} = view;
  const trials = view.trials.filter(({state}) => state !== 'waiting');
  const rows = trials.slice(0, shown).map((trial, at) => cells(view, trial, at + 1));
  // Where there is little room, only the line of the best names the metric.
  const name = width < 100 ? 'score' : metric;
  const titles = ['rank', 'trial', 'family', 'epochs', name, 'state', 'parameters'];
  const [header, ...lines] = table(titles, rows)
    .split('\n')
    .map((line) => line.slice(2));
  const color = (at: number) => (at === 0 && trials[0]?.scores ? 'green' : undefined);
  const rest = restInWords(trials.length - rows.length, view.trials.length - trials.length);
  return (
    <Lines
      lines={[
        {text: header!, bold: true},
        ...lines.map((text, at) => ({text, color: color(at)})),
        ...(rest ? [{text: rest}] : []),
      ]}
    />
  );
}

function restInWords(hidden: number, waiting: number): string {
  const parts = [...(hidden > 0 ? [`${hidden} more`] : []), ...(waiting > 0 ? [`${waiting} waiting`] : [])];
  return parts.length > 0 ? `and ${parts.join(', ')}: adl build show` : '';
}

function cells(view: BuildView, trial: TrialView, rank: number): string[] {
  const {family, epochs, scores, state, reason, parameters} = trial;
  return [
    scores ? String(rank) : '-',
    String(trial.trial),
    family,
    `${epochs} of ${view.epochs}`,
    score(scores?.[view.metric]),
    state,
    reason ? oneLine(reason) : settings(parameters),
  ];
}
