/** Whether a stream may be given colours: a terminal that shows them, and nobody who asked for none. */
export function hasColor(
  stream: {isTTY?: boolean},
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return Boolean(stream.isTTY) && !environment.NO_COLOR && environment.TERM !== 'dumb';
}

/** Sets the colour when colours may be used; else leaves the text alone. */
export function painter(color: boolean, code: number): (text: string) => string {
  return (text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
}
