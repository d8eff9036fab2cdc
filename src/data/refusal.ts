import {dirname} from 'node:path';
import {AdlError, type ErrorCode} from '../base/errors.js';
import {shellWord} from '../base/shell-word.js';

interface Refusal {
  says: RegExp;
  code: ErrorCode;
  message(path: string): string;
  suggestion(path: string): string;
}

/** What DuckDB passes on of a system that refuses. No mistake in the data and no bug. */
const refusals: Refusal[] = [
  {
    says: /No space left on device|Disk quota exceeded/,
    code: 'DISK_FULL',
    message: (path) => `Expected room on the disk for ${path}, found it full.`,
    suggestion: (path) => `df -h ${shellWord(dirname(path))}`,
  },
  {
    says: /File too large/,
    code: 'DISK_FULL',
    message: (path) => `Expected to write ${path}, but no file may grow as large here.`,
    suggestion: () => 'ulimit -f unlimited',
  },
  {
    says: /^Out of Memory Error|bad_alloc|could not allocate/i,
    code: 'MEMORY_FULL',
    message: () => 'Expected more memory than there is, even with the disk to help.',
    suggestion: () => 'free -h',
  },
  {
    says: /Permission denied|Read-only file system|Operation not permitted/,
    code: 'FOLDER_UNUSABLE',
    message: (path) => `Expected to open ${path}, but this user may not.`,
    suggestion: (path) => `ls -ld ${shellWord(dirname(path))} ${shellWord(path)}`,
  },
];

/** A failure of DuckDB as one that a person can do something about, where it is one; else as it is. */
export function refusalOf(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  const refusal = refusals.find(({says}) => says.test(text));
  if (!refusal) return error;
  const [, path = 'its files'] = /(?:file|directory) "([^"]+)"/.exec(text) ?? [];
  return new AdlError(refusal.code, refusal.message(path), {
    suggestions: [refusal.suggestion(path)],
    cause: error,
  });
}

/** What DuckDB says of a statement that was ended. */
export function interrupted(): Error {
  return new Error('INTERRUPT Error: Interrupted!');
}

/** Whether a statement was ended on purpose: nothing is wrong then. */
export function isInterrupt(error: unknown): boolean {
  return error instanceof Error && /^INTERRUPT Error/.test(error.message);
}
