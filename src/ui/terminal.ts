type Environment = Readonly<Record<string, string | undefined>>;

/** Whether a stream may be given colours: a terminal that shows them, and nobody who asked for none. */
export function hasColor(stream: {isTTY?: boolean}, environment: Environment): boolean {
  return Boolean(stream.isTTY) && !environment.NO_COLOR && environment.TERM !== 'dumb';
}

/** Sets the colour when colours may be used; else leaves the text alone. */
export function painter(color: boolean, code: number): (text: string) => string {
  return (text) => (color ? `\u001b[${code}m${text}\u001b[0m` : text);
}

/** In which form long work is followed: a screen that changes, sentences to be read out, or plain lines. */
export type ProgressForm = 'dashboard' | 'sentences' | 'lines';

/** A screen only for a person who looks at one, and sees all of what is said on it. */
export function progressForm(
  streams: {stdout: {isTTY?: boolean}; stderr: {isTTY?: boolean}},
  environment: Environment,
  json: boolean,
): ProgressForm {
  if (json || environment.CI || !streams.stdout.isTTY || !streams.stderr.isTTY) return 'lines';
  if (environment.INK_SCREEN_READER === 'true' || environment.ADL_SCREEN_READER) return 'sentences';
  return hasColor(streams.stderr, environment) ? 'dashboard' : 'lines';
}

/** Whether a person can be asked something: one who types and sees what is asked. */
export function canAsk(
  streams: {stdin: {isTTY?: boolean}; stderr: {isTTY?: boolean}},
  environment: Environment,
  json: boolean,
): boolean {
  return !json && !environment.CI && Boolean(streams.stdin.isTTY) && Boolean(streams.stderr.isTTY);
}

/** What can be drawn with. */
export interface Signs {
  color: boolean;
  /** Nothing but ASCII: on a dumb terminal, and where the locale says that it shows no other letters. */
  ascii: boolean;
}

export function signsOf(stream: {isTTY?: boolean}, environment: Environment): Signs {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG;
  const isNarrow = locale !== undefined && locale !== '' && !/utf-?8/i.test(locale);
  return {color: hasColor(stream, environment), ascii: environment.TERM === 'dumb' || isNarrow};
}
