import type {ColumnImportance} from '../lifecycle/column-importance.js';
import {table} from './table.js';

/** By which columns trees decide, as a table. */
export function columnsView({run, family, columns}: ColumnImportance): string {
  const rows = columns.map(({column, part, share, splits}) => [
    column,
    part,
    `${(100 * share).toFixed(1)}%`,
    String(splits),
  ]);
  return [
    `run ${run}: what the trees of ${family} owe to each column`,
    '',
    table(['column', 'part', 'share of the gain', 'splits'], rows),
    '',
    'gain: by how much the splits on a column lower the loss over the training rows',
  ].join('\n');
}
