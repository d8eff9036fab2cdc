import {inline} from '../base/inline.js';
import {shellWord} from '../base/shell-word.js';
import type {SourceTypes, TypedColumn} from '../lifecycle/source-types.js';
import {counted} from './figures.js';
import {table} from './table.js';

/** The feature type of every column, and which of them are worth a person's look. */
export function typesView(types: SourceTypes, width?: number): string {
  const {file, rows, columns} = types;
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
    ...(doubtful.length > 0 ? ['', ...doubtfulView(doubtful, types)] : []),
  ].join('\n');
}

const mostListed = 20;

function doubtfulView(
  columns: readonly TypedColumn[],
  {ask_below: askBelow, in_project: inProject, file}: SourceTypes,
): string[] {
  const lines = columns
    .slice(0, mostListed)
    .map((column) => `  ${inline(column.column, 40)}: ${choices(column)}`);
  const more = columns.length > mostListed ? [`  and ${columns.length - mostListed} more`] : [];
  return [
    `Worth a look, with a confidence below ${askBelow}:`,
    ...lines,
    ...more,
    inProject
      ? remedy(columns[0]!)
      : `To say what one is, begin a project: adl source ${shellWord(file)} --target COLUMN`,
  ];
}

/** What the first of them may be instead. */
function remedy({column, type, ranking}: TypedColumn): string {
  const other = ranking.find((one) => one.type !== type)!;
  return `To say what one is: adl source types --set ${shellWord(`${column}=${other.type}`)}`;
}

/** Such as `categorical 0.55 or numeric 0.32`. */
export function choices({ranking}: TypedColumn): string {
  const likely = ranking.filter(({probability}, at) => at < 2 || probability >= 0.1);
  return likely.map(({type, probability}) => `${type} ${probability.toFixed(2)}`).join(' or ');
}
