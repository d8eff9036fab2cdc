import {score} from '../base/score.js';
import type {BuildShown} from '../lifecycle/build-show.js';
import type {TrialCurve} from '../lifecycle/trial-curves.js';
import {canvas} from './canvas.js';
import {wrapped} from './table.js';
import {painter, type Signs} from './terminal.js';

/** Cyan, yellow, magenta, green, blue: told apart on light and on dark. */
const colors = [36, 33, 35, 32, 34];
const letters = 'abcde';
/** Where a file or a pipe reads, which has no width. */
const usualWidth = 80;

/** The score of the best trials by epoch, as curves. Each ends in its letter, which the line below explains. */
export function curvesView(run: BuildShown, width: number | undefined, signs: Signs): string[] {
  const curves = run.curves.filter(({points}) => points.length > 0);
  if (curves.length === 0) return [];
  const room = Math.max(24, width ?? usualWidth);
  const better = run.direction === 'maximize' ? 'higher is better' : 'lower is better';
  const drawn = curves.slice(0, letters.length);
  return [
    ...wrapped(`${run.metric} by epoch on the validation rows; ${better}`, room),
    '',
    ...chart(drawn, room, signs),
    '',
    ...legend(drawn, room, signs),
  ];
}

function chart(curves: readonly TrialCurve[], room: number, signs: Signs): string[] {
  const {low, high} = rangeOf(curves);
  const last = Math.max(...curves.flatMap(({points}) => points.map(({epoch}) => epoch)));
  const first = Math.min(...curves.flatMap(({points}) => points.map(({epoch}) => epoch)));
  const labels = low === high ? [score(high)] : [score(high), score((low + high) / 2), score(low)];
  const margin = Math.max(...labels.map(({length}) => length)) + 4;
  const size = {columns: room - margin, rows: room < 60 ? 7 : 9};
  const across = (epoch: number) => (last > first ? (epoch - first) / (last - first) : 0);
  const up = (value: number) => (high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5);
  const lines = canvas(
    curves.map(({points}, at) => ({
      mark: letters[at]!,
      color: colors[at]!,
      points: points.map(({epoch, score: value}) => ({x: across(epoch), y: up(value)})),
    })),
    size,
    signs,
  );
  const axis = signs.ascii ? '|' : '│';
  const shown = rowsOf(labels, size.rows);
  const rows = lines.map((line, row) =>
    `  ${(shown[row] ?? '').padStart(margin - 4)} ${axis}${line}`.trimEnd(),
  );
  return [...rows, foot(first, last, margin, size.columns, signs)];
}

/** The highest in the first row, the lowest in the last, what lies between in the middle. */
function rowsOf(labels: readonly string[], rows: number): Record<number, string> {
  if (labels.length === 1) return {[Math.floor(rows / 2)]: labels[0]!};
  return {0: labels[0]!, [Math.floor(rows / 2)]: labels[1]!, [rows - 1]: labels[2]!};
}

function foot(first: number, last: number, margin: number, columns: number, {ascii}: Signs): string {
  const [corner, line] = ascii ? ['+', '-'] : ['└', '─'];
  const rule = `${' '.repeat(margin - 1)}${corner}${line.repeat(columns)}`;
  const [from, to] = [`epoch ${first}`, last > first ? String(last) : ''];
  return `${rule}\n${' '.repeat(margin)}${from}${to.padStart(columns - from.length)}`.trimEnd();
}

/**
 * From the worst to the best that is drawn. Where there are many epochs, what came in their first quarter, when models
 * know nothing yet, is drawn at the edge: it would leave no room for the differences that come later.
 */
function rangeOf(curves: readonly TrialCurve[]): {low: number; high: number} {
  const scores = curves.flatMap(({points}) =>
    points.slice(points.length < 8 ? 0 : Math.floor(points.length / 4)).map(({score: value}) => value),
  );
  return {low: Math.min(...scores), high: Math.max(...scores)};
}

/** Such as `a trial 7  b trial 2`, in as many lines as it takes. */
function legend(curves: readonly TrialCurve[], room: number, {color}: Signs): string[] {
  const names = curves.map(({trial}, at) => ({
    mark: letters[at]!,
    text: ` trial ${trial}`,
    paint: painter(color, colors[at]!),
  }));
  const lines: {length: number; text: string}[] = [];
  for (const {mark, text, paint} of names) {
    const length = 2 + mark.length + text.length;
    const last = lines.at(-1);
    if (last && last.length + length <= room) {
      last.text += `  ${paint(mark)}${text}`;
      last.length += length;
    } else lines.push({length, text: `  ${paint(mark)}${text}`});
  }
  return lines.map(({text}) => text);
}
