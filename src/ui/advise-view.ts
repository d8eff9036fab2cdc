import {inline} from '../base/inline.js';
import {score} from '../base/score.js';
import type {Advice, SourceAdvice} from '../lifecycle/source-advise.js';
import {counted} from './figures.js';
import {table} from './table.js';

const mostUnsure = 5;

/** What is worth a person's time, the cheapest first; and what was tried to no use. */
export function adviseView(found: SourceAdvice, width?: number): string {
  const {target, metric, rows, advice, untried} = found;
  const sure = advice.filter((one) => one.sure);
  const unsure = advice.filter((one) => !one.sure).sort((a, b) => b.lift.mean - a.lift.mean);
  const more = unsure.length > mostUnsure ? [`  and ${unsure.length - mostUnsure} more: --json`] : [];
  return [
    `A quick model of \`${inline(target)}\`: ${metric} ${score(found.score)}, by 5-fold cross-validation on ${counted(rows, 'row')}`,
    '',
    ...(sure.length > 0
      ? ['Worth it, the cheapest first:', lifts(sure, width), '', ...how(sure)]
      : ['Nothing that was tried is sure to gain anything.']),
    ...(unsure.length > 0
      ? ['', 'Not sure to gain anything:', lifts(unsure.slice(0, mostUnsure), width), ...more]
      : []),
    ...(untried > 0
      ? [
          '',
          `Not tried, as the time was over: ${counted(untried, 'thing')}. To try them: adl source advise --time 5m`,
        ]
      : []),
  ].join('\n');
}

function lifts(advice: readonly Advice[], width?: number): string {
  const lines = advice.map(({lift, what}) => [
    signed(lift.mean),
    `${signed(lift.low)} to ${signed(lift.high)}`,
    what,
  ]);
  return table(['gain', '95% interval', 'what'], lines, width);
}

function how(advice: readonly Advice[]): string[] {
  return advice.map((one) => `${one.column === undefined ? 'More rows' : inline(one.column)}: ${one.how}`);
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
}
