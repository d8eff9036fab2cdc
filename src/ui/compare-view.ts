import {score} from '../base/score.js';
import type {Comparison} from '../lifecycle/build-compare.js';
import type {RunSummary} from '../lifecycle/run-summary.js';
import {table, wrapped} from './table.js';

/** A line of the comparison: what, and how it is with each run. */
type Row = [what: string, ...values: string[]];

const usualWidth = 80;

/** Runs beside each other, as many at a time as fit. */
export function compareView(comparison: Comparison, width: number | undefined): string {
  const room = width ?? usualWidth;
  const rows = rowsOf(comparison);
  const names = comparison.runs.map(({run}) => run);
  const blocks: string[] = [];
  for (let from = 0; from < names.length; ) {
    const count = fitting(rows, names, from, room);
    const shown = rows.map(([what, ...values]) => [what, ...values.slice(from, from + count)]);
    blocks.push(table(['run', ...names.slice(from, from + count)], shown, room));
    from += count;
  }
  return [
    ...blocks,
    notes(comparison)
      .flatMap((note) => wrapped(note, room))
      .join('\n'),
  ].join('\n\n');
}

/** The same as Markdown, such as for a pull request. */
export function compareMarkdown(comparison: Comparison): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellOfMarkdown).join(' | ')} |`;
  const names = comparison.runs.map(({run}) => run);
  return [
    line(['run', ...names]),
    line(['---', ...names.map(() => '---:')]),
    ...rowsOf(comparison).map(line),
    '',
    ...notes(comparison),
  ].join('\n');
}

/** How many runs from one on stand beside each other: one at least. */
function fitting(rows: readonly Row[], names: readonly string[], from: number, room: number): number {
  const wide = (at: number) => rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), 0);
  let used = 2 + wide(0);
  let count = 0;
  while (from + count < names.length) {
    used += 2 + Math.max(names[from + count]!.length, wide(from + count + 1));
    if (used > room && count > 0) break;
    count += 1;
  }
  return count;
}

function rowsOf({runs, settings, parameters, scores}: Comparison): Row[] {
  const of = (what: string, value: (run: RunSummary) => string): Row => [what, ...runs.map(value)];
  return [
    of('state', ({state}) => state),
    of('time', ({seconds}) => `${seconds.toFixed(1)} s`),
    of('trials', ({trials}) => trialsInWords(trials)),
    of('data', ({snapshot}) => snapshot.slice(0, 12)),
    ...settings.map(({name, values}): Row => [name, ...values.map(inWords)]),
    of('best trial', ({best}) => (best ? String(best.trial) : '-')),
    of('family', ({best}) => best?.family ?? '-'),
    ...parameters.map(({name, values}): Row => [name, ...values.map(inWords)]),
    ...scores.map(
      ({split, metric, values, best}): Row => [
        `${split} ${metric}`,
        ...values.map((value, at) => `${score(value ?? undefined)}${best.includes(at) ? ' *' : ''}`),
      ],
    ),
  ];
}

function trialsInWords({all, done, stopped, failed}: RunSummary['trials']): string {
  const rest = [
    ...(done < all ? [`${done} done`] : []),
    ...(stopped > 0 ? [`${stopped} stopped`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return rest.length > 0 ? `${all} (${rest.join(', ')})` : String(all);
}

/** A long value would leave no room for a second run; `--json` has all of it. */
const longest = 24;

function inWords(value: unknown): string {
  const text = textOf(value);
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

function textOf(value: unknown): string {
  if (value === null) return '-';
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function notes({same_data, scores}: Comparison): string[] {
  if (!same_data)
    return ['The runs saw different data: their scores are of different rows and cannot be compared.'];
  return scores.some(({best}) => best.length > 0) ? ['*: the best of the line'] : [];
}

function cellOfMarkdown(cell: string): string {
  return cell
    .replaceAll('|', '\\|')
    .replaceAll(/[\r\n]+/g, ' ')
    .replace(/ \*$/, ' \\*');
}
