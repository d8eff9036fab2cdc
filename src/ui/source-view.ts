import type {SourceResult} from '../lifecycle/source.js';
import {table} from './table.js';

/** What the source stage found, for people. */
export function sourceView({dataset, target, task, types, splits, snapshot}: SourceResult): string {
  const rows = types.map(({column, type, confidence, reason}) => [
    column === target ? `${column} (target)` : column,
    type,
    confidence.toFixed(2),
    reason,
  ]);
  return [
    `${dataset.rows} rows, ${dataset.columns} columns; ${task} of \`${target}\``,
    '',
    table(['column', 'type', 'confidence', 'because'], rows),
    '',
    `train ${splits.train}, validation ${splits.validation}, test ${splits.test} rows in snapshot ${snapshot.slice(0, 12)}`,
    'Next: adl build',
  ].join('\n');
}
