/** How wide the terminal is that reads; undefined where the text goes elsewhere, which has room for any line. */
export function terminalWidth(
  stream: {isTTY?: boolean; columns?: number} = process.stdout,
): number | undefined {
  return stream.isTTY ? stream.columns : undefined;
}
