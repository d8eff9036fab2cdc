import {closeSync, openSync, readSync} from 'node:fs';

/** Some bytes of a file, fewer where it ends. */
export function bytesOf(path: string, start: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, length, start));
  } finally {
    closeSync(file);
  }
}
