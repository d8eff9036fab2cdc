import {chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {open, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';
import {AdlError} from './errors.js';
import {shellWord} from './shell-word.js';

/** What was to be written where there was no room for it. */
export interface Need {
  path: string;
  bytes: number;
}

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
    throw noRoom({path, bytes: content.length}, error) ?? error;
  }
}

/** What a file is called while it is written by `writeWhole`. */
export const partial = '.partial';

/**
 * Writes a new file as `replaceFile` does, without keeping others waiting.
 * @param halfway called when half of it is on disk
 * @throws DISK_FULL, and what else the system says
 */
export async function writeWhole(path: string, content: Uint8Array, halfway?: () => void): Promise<void> {
  const temporary = `${path}${partial}`;
  try {
    await write(temporary, content, halfway);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, {force: true});
    throw noRoom({path, bytes: content.length}, error) ?? error;
  }
}

/** Whether an error says that there is no room on the disk. */
export function isDiskFull(error: unknown): boolean {
  const {code} = error as NodeJS.ErrnoException;
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'DISK_FULL'].includes(code ?? '');
}

/** What an error of these functions was about, if that was room. */
export function needOf(error: unknown): Need | undefined {
  return error instanceof NoRoom ? error.need : undefined;
}

class NoRoom extends AdlError {
  readonly need: Need;

  constructor(need: Need, cause: NodeJS.ErrnoException) {
    super('DISK_FULL', `Expected room on the disk for ${need.path}, found none (${cause.code}).`, {
      suggestions: [`df -h ${shellWord(dirname(need.path))}`],
      cause,
    });
    this.need = need;
  }
}

async function write(path: string, content: Uint8Array, halfway?: () => void): Promise<void> {
  const file = await open(path, 'w');
  try {
    const half = halfway ? content.length >> 1 : 0;
    if (halfway) {
      await file.writeFile(content.subarray(0, half));
      await file.sync();
      halfway();
    }
    await file.writeFile(content.subarray(half));
    await file.sync();
  } finally {
    await file.close();
  }
}

function noRoom(need: Need, error: unknown): AdlError | undefined {
  return isDiskFull(error) ? new NoRoom(need, error as NodeJS.ErrnoException) : undefined;
}
