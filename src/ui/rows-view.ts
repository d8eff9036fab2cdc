import type {QueryResult} from '../lifecycle/build-sql.js';
import {counted} from './figures.js';
import {table} from './table.js';

/** What a query came to, as a table. */
export function rowsView({columns, rows}: QueryResult, width?: number): string {
  if (rows.length === 0) return `no rows; columns: ${columns.join(', ')}`;
  const cells = rows.map((row) => columns.map((name) => cell(row[name])));
  const wide = table(columns, cells);
  const fits = width === undefined || wide.split('\n').every((line) => line.length <= width);
  return [fits ? wide : records(columns, cells, width), '', counted(rows.length, 'row')].join('\n');
}

/** What is too wide for a table: a line of each value, row after row. */
function records(columns: readonly string[], rows: readonly string[][], width: number): string {
  return rows
    .map((row) =>
      table(
        ['column', 'value'],
        row.map((value, at) => [columns[at]!, value]),
        width,
      ),
    )
    .map((text) => text.split('\n').slice(1).join('\n'))
    .join('\n\n');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
