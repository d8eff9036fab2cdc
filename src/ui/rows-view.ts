import type {QueryResult} from '../lifecycle/build-sql.js';
import {counted} from './figures.js';
import {table} from './table.js';

/** What a query came to, as a table. */
export function rowsView({columns, rows}: QueryResult, width?: number): string {
  if (rows.length === 0) return `no rows; columns: ${columns.join(', ')}`;
  const cells = rows.map((row) => columns.map((name) => cell(row[name])));
  return [table(columns, cells, width), '', counted(rows.length, 'row')].join('\n');
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
