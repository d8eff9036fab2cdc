/** Rows under a header, columns aligned: text to the left, numbers to the right. */
export function table(header: string[], rows: string[][]): string {
  const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]!.length)));
  const numeric = header.map((_, at) => rows.length > 0 && rows.every((row) => isNumber(row[at]!)));
  const line = (cells: string[]) =>
    cells
      .map((cell, at) => (numeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [header, ...rows].map((row) => `  ${line(row)}`).join('\n');
}

function isNumber(cell: string): boolean {
  return cell === '' || cell === '-' || /^-?[\d.,]+(e[-+]?\d+)?%?$/.test(cell);
}
