import {AdlError, exitStatus} from '../base/errors.js';
import {visible} from '../base/inline.js';

/** A failure as a person reads it and as `--json` prints it. */
export interface Failure {
  status: number;
  code: string;
  message: string;
  suggestions: string[];
  /** What was found all the same. */
  result?: object;
  /** Of a bug alone: a person's mistake shows no stack. */
  stack?: string;
}

/** What the operating system refuses is nobody's bug: no room, no permission, no handles left, an impossible name. */
const refusals: Record<string, string> = {
  EACCES: 'Give this user the permission, or work in another folder.',
  EPERM: 'Give this user the permission, or work in another folder.',
  EROFS: 'Work in a folder that can be written.',
  ENOSPC: 'Free some room on the disk and run the command again.',
  EDQUOT: 'Free some room on the disk and run the command again.',
  EFBIG: 'Let files grow larger (`ulimit -f unlimited`) and run the command again.',
  EMFILE: 'Raise the limit of open files (`ulimit -n`) and run the command again.',
  ENAMETOOLONG: 'Use a shorter name.',
  ELOOP: 'Name the file itself: the links to it lead in a circle.',
};

export const interrupted: Failure = {
  status: 130,
  code: 'INTERRUPTED',
  message: 'The command was stopped before it was done.',
  suggestions: [],
};

const folderGone: Failure = {
  status: 6,
  code: 'SYSTEM_REFUSED',
  message: 'Expected to be in a folder, but the one that this shell is in is gone.',
  suggestions: ['cd "$PWD", if it was made anew, or cd to another folder'],
};

export function failureOf(error: unknown): Failure {
  if (error instanceof AdlError) {
    const {code, message, suggestions, result} = error;
    return {status: exitStatus[code], code, message, suggestions, ...(result && {result})};
  }
  return refusal(error) ?? bug(error);
}

/** The lines for stderr: what, its code, what to type. */
export function failureText(
  {code, message, suggestions, stack}: Failure,
  mark: (text: string) => string,
): string {
  const lines = [
    `${mark('Error:')} ${visible(message)}`,
    `Code: ${code}`,
    ...suggestions.map(suggestionText),
  ];
  return `${[...(stack ? [stack] : []), ...lines].join('\n')}\n`;
}

/** A question stands for itself; everything else is something to do. */
function suggestionText(suggestion: string): string {
  return visible(suggestion.endsWith('?') ? suggestion : `Try: ${suggestion}`);
}

export function failureJson({status, code, message, suggestions, result}: Failure): object {
  return {status, code, message, suggestions, ...(result && {result})};
}

function refusal(error: unknown): Failure | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  if (error.syscall === 'uv_cwd') return folderGone;
  const suggestion = refusals[String(error.code)];
  if (!suggestion) return undefined;
  return {
    status: 6,
    code: 'SYSTEM_REFUSED',
    message: `The system refused: ${clip(error.message)}.`,
    suggestions: [suggestion],
  };
}

function bug(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return {
    status: 1,
    code: 'BUG',
    message: `This is a bug in adl: ${clip(message)}`,
    suggestions: ['Report it with the command and the lines above; `npm bugs adl-cli` opens the place.'],
    stack: error instanceof Error ? (error.stack ?? message) : message,
  };
}

function clip(text: string): string {
  return text.length <= 1000 ? text : `${text.slice(0, 1000)}…`;
}
