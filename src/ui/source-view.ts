import type {SourceResult} from '../lifecycle/source.js';
import {count, counted} from './figures.js';
import {table} from './table.js';

/** What the source stage found, and what to type next. */
export function sourceView(result: SourceResult, width?: number): string {
  return `${sourceSummary(result, width)}\nNext: adl build`;
}

export function sourceSummary(result: SourceResult, width?: number): string {
  const {dataset, target, task, types, splits, snapshot} = result;
  const rows = types.map(({column, type, confidence, reason}) => [
    column === target ? `${column} (target)` : column,
    type,
    confidence.toFixed(2),
    reason,
  ]);
  const shares = `train ${count(splits.train)}, validation ${count(splits.validation)}, test ${count(splits.test)} rows`;
  return [
    `${counted(dataset.rows, 'row')}, ${counted(dataset.columns, 'column')}; ${task} of \`${target}\``,
    '',
    table(['column', 'type', 'confidence', 'because'], rows, width),
    '',
    `${shares} in snapshot ${snapshot.slice(0, 12)}`,
  ].join('\n');
}
