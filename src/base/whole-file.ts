import {chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';

/**
 * Writes a file beside its place and renames it there: a reader sees the old file or the new one, never a part, and a
 * failure leaves nothing behind. What is replaced keeps its permissions; a link stays one.
 * @throws what the system says where there is no room or no permission
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
    throw error;
  }
}
