import {painter, type Signs} from './terminal.js';

export interface Drawn {
  /** One character. */
  mark: string;
  color: number;
  /** Each from 0 to 1, left to right and bottom to top. */
  points: {x: number; y: number}[];
}

interface Cell {
  /** Which of the eight dots of a braille character are set. */
  dots: number;
  mark?: string;
  color?: number;
}

/** The bits of a braille character's dots, by column and row. */
const bits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

/** So many columns lie between two marks of a curve at least, so that the curve is seen too. */
const apart = 4;

/**
 * Curves as rows of characters: fine lines of braille dots, or full stops where only ASCII is shown. The first curve lies
 * on top. Every curve ends in its mark; where colours do not tell them apart, it has marks on its way as well.
 */
export function canvas(
  curves: readonly Drawn[],
  size: {columns: number; rows: number},
  signs: Signs,
): string[] {
  const cells: Cell[][] = Array.from({length: size.rows}, () =>
    Array.from({length: size.columns}, () => ({dots: 0})),
  );
  const [fineX, fineY] = [size.columns * 2 - 1, size.rows * 4 - 1];
  for (const {mark, color, points} of [...curves].reverse()) {
    const fine = points.map(({x, y}) => ({x: Math.round(x * fineX), y: Math.round((1 - y) * fineY)}));
    fine.forEach((point, at) => {
      for (const dot of between(fine[at - 1] ?? point, point)) {
        const cell = cells[dot.y >> 2]![dot.x >> 1]!;
        cell.dots |= bits[dot.x & 1]![dot.y & 3]!;
        cell.color = color;
        delete cell.mark;
      }
    });
    for (const {x, y} of marked(fine, signs)) Object.assign(cells[y >> 2]![x >> 1]!, {mark, color});
  }
  return cells.map((row) => row.map((cell) => character(cell, signs)).join(''));
}

function marked<Point extends {x: number}>(points: readonly Point[], {color}: Signs): Point[] {
  const last = points.at(-1)!;
  if (color) return [last];
  const kept: Point[] = [];
  for (const point of points)
    if (point.x - (kept.at(-1)?.x ?? -100) >= apart * 2 && last.x - point.x >= apart * 2) kept.push(point);
  return [...kept, last];
}

/** The dots of a straight line, ends included. */
function between(a: {x: number; y: number}, b: {x: number; y: number}): {x: number; y: number}[] {
  const steps = Math.max(Math.abs(b.x - a.x), Math.abs(b.y - a.y), 1);
  return Array.from({length: steps + 1}, (_, step) => ({
    x: Math.round(a.x + ((b.x - a.x) * step) / steps),
    y: Math.round(a.y + ((b.y - a.y) * step) / steps),
  }));
}

function character({dots, mark, color}: Cell, signs: Signs): string {
  if (!dots && !mark) return ' ';
  const line = signs.ascii ? '.' : String.fromCodePoint(0x2800 + dots);
  return painter(signs.color, color!)(mark ?? line);
}
