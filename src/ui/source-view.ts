import {inline} from '../base/inline.js';
import type {SourceResult} from '../lifecycle/source.js';
import {count, counted} from './figures.js';
import {table} from './table.js';

/** What the source stage found, and what to type next. */
export function sourceView(result: SourceResult, width?: number): string {
  return `${sourceSummary(result, width)}\nNext: adl build`;
}

/** Columns that are shown one by one; of more, `--json` has all. */
const mostColumns = 60;

export function sourceSummary(result: SourceResult, width?: number): string {
  const {dataset, target, task, types, splits, snapshot} = result;
  const shown = types.filter(({column}, at) => at < mostColumns || column === target);
  const rows = shown.map(({column, type, confidence, reason}) => [
    column === target ? `${inline(column, 40)} (target)` : inline(column, 40),
    type,
    confidence.toFixed(2),
    reason,
  ]);
  const hidden = types.length - shown.length;
  const more = hidden > 0 ? [`  and ${counted(hidden, 'column')} more: adl source --json`] : [];
  const shares = `train ${count(splits.train)}, validation ${count(splits.validation)}, test ${count(splits.test)} rows`;
  return [
    `${counted(dataset.rows, 'row')}, ${counted(dataset.columns, 'column')}; ${task} of \`${inline(target)}\``,
    '',
    table(['column', 'type', 'confidence', 'because'], rows, width),
    ...more,
    '',
    `${shares} in snapshot ${snapshot.slice(0, 12)}`,
  ].join('\n');
}
