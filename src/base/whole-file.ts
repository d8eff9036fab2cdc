import {chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {AdlError} from './errors.js';
import {shellWord} from './shell-word.js';

/**
 * Writes a file beside its place and renames it there: a reader sees the old file or the new one, never a part, and a
 * failure leaves nothing behind. What is replaced keeps its permissions; a link stays one.
 * @throws DISK_FULL, and what else the system says
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const place = existsSync(path) ? realpathSync(path) : path;
  const draft = `${place}.${process.pid}.draft`;
  try {
    writeFileSync(draft, content, {flush: true});
    if (existsSync(place)) chmodSync(draft, statSync(place).mode & 0o7777);
    renameSync(draft, place);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    throw noRoom(path, error) ?? error;
  }
}

/** Whether an error says that there is no room on the disk. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function noRoom(path: string, error: unknown): AdlError | undefined {
  const {code} = error as NodeJS.ErrnoException;
  if (!isDiskFull(error)) return undefined;
  return new AdlError('DISK_FULL', `Expected room on the disk for ${path}, found none (${code}).`, {
    suggestions: [`df -h ${shellWord(dirname(path))}`],
    cause: error,
  });
}
