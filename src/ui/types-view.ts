import {inline} from '../base/inline.js';
import {shellWord} from '../base/shell-word.js';
import type {SourceTypes, TypedColumn} from '../lifecycle/source-types.js';
import {counted} from './figures.js';
import {table} from './table.js';

/** The feature type of every column, and which of them are worth a person's look. */
export function typesView({file, rows, columns, ask_below: askBelow}: SourceTypes, width?: number): string {
  const lines = columns.map((column) => [
    inline(column.column, 40),
    column.type,
    column.said ? 'said' : column.confidence.toFixed(2),
    column.reason,
  ]);
  const doubtful = columns.filter((column) => column.doubtful);
  return [
    `${counted(rows, 'row')}, ${counted(columns.length, 'column')} of ${inline(file)}`,
    '',
    table(['column', 'type', 'confidence', 'because'], lines, width),
    ...(doubtful.length > 0 ? ['', ...doubtfulView(doubtful, askBelow)] : []),
  ].join('\n');
}

const mostListed = 20;

function doubtfulView(columns: readonly TypedColumn[], askBelow: number): string[] {
  const lines = columns
    .slice(0, mostListed)
    .map((column) => `  ${inline(column.column, 40)}: ${choices(column)}`);
  const more = columns.length > mostListed ? [`  and ${columns.length - mostListed} more`] : [];
  const [first] = columns;
  return [
    `Worth a look, with a confidence below ${askBelow}:`,
    ...lines,
    ...more,
    `To say what one is: adl source types --set ${shellWord(`${first!.column}=${first!.type}`)}`,
  ];
}

/** Such as `categorical 0.55 or numeric 0.32`. */
export function choices({ranking}: TypedColumn): string {
  const likely = ranking.filter(({probability}, at) => at < 2 || probability >= 0.1);
  return likely.map(({type, probability}) => `${type} ${probability.toFixed(2)}`).join(' or ');
}
