import {basename} from 'node:path';
import {shellWord} from '../base/shell-word.js';

/** A program that reads a file, unpacked, as it is typed. */
export function piped(path: string, program: string): string {
  const word = shellWord(path);
  if (/\.gz$/i.test(path)) return `gzip -dc ${word} | ${program}`;
  return /\.zst$/i.test(path) ? `zstd -dc ${word} | ${program}` : `${program} ${word}`;
}

/** The name of a file without its folder and without what says that it is packed. */
export function unpackedName(path: string): string {
  return basename(path).replace(/\.(gz|zst)$/i, '');
}
