/** A last column narrower than this is not wrapped into: the terminal may break the line instead. */
const narrowest = 16;

/**
 * Rows under a header, columns aligned: text to the left, numbers to the right.
 * @param width of the terminal; the last column is wrapped to fit into it. Without one, lines are as long as they are.
 */
export function table(header: string[], rows: string[][], width = Number.POSITIVE_INFINITY): string {
  const cells = [header, ...rows].map((row) => row.map(onOneLine));
  const body = cells.slice(1);
  const widths = header.map((_, at) => cells.reduce((most, row) => Math.max(most, row[at]!.length), 0));
  const numeric = header.map((_, at) => body.length > 0 && body.every((row) => isNumber(row[at]!)));
  const before = widths.slice(0, -1).reduce((sum, one) => sum + one + 2, 2);
  const room = width - before < narrowest || numeric.at(-1) ? Number.POSITIVE_INFINITY : width - before;
  const line = (row: string[]) =>
    `  ${row.map((cell, at) => (numeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join('  ')}`.trimEnd();
  return cells
    .flatMap((row) => {
      const [first = '', ...rest] = wrapped(row.at(-1)!, room);
      return [line([...row.slice(0, -1), first]), ...rest.map((text) => ' '.repeat(before) + text)];
    })
    .join('\n');
}

/** Lines of whole words, each no longer than the room where its words allow it. */
export function wrapped(text: string, room: number): string[] {
  if (text.length <= room) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A column may be called anything; nothing in it may break the line or reach the terminal as a command. */
function onOneLine(cell: string): string {
  return cell.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}

function isNumber(cell: string): boolean {
  return cell === '' || cell === '-' || /^-?[\d.,]+(e[-+]?\d+)?%?$/.test(cell);
}
