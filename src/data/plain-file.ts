import {isUtf8} from 'node:buffer';
import {createReadStream, createWriteStream} from 'node:fs';
import {basename, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {createGunzip} from 'node:zlib';
import {AdlError} from '../base/errors.js';
import {shellWord} from '../base/shell-word.js';
import {bytesOf} from './file-bytes.js';
import {piped, unpackedName} from './file-command.js';
import type {SourceFile} from './sources/source.js';

/**
 * A file as what reads it takes it: not packed and, where it is text, UTF-8 without a mark. Any other is read from a
 * copy.
 * @throws SOURCE_INVALID where it is none of the encodings that are known, with the place
 */
export async function plainFile(file: SourceFile, {isText}: {isText: boolean}): Promise<SourceFile> {
  const unpacked = /\.gz$/i.test(file.path) ? await unpack(file) : file;
  // DuckDB unpacks these itself.
  if (!isText || /\.zst$/i.test(file.path)) return unpacked;
  const plain = await asUtf8(unpacked, file.path);
  await checkUtf8(plain.path, file.path);
  return plain;
}

/** A file that was cut off is found by its checksum; DuckDB reads what there is of it. */
async function unpack({path, scratch}: SourceFile): Promise<SourceFile> {
  const copy = join(scratch, 'unpacked');
  try {
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(copy));
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (!code?.startsWith('Z_')) throw error;
    const found =
      code === 'Z_BUF_ERROR' ? 'one that was cut off' : `something else (${(error as Error).message})`;
    throw new AdlError('SOURCE_INVALID', `Expected a whole gzip file, but ${basename(path)} is ${found}.`, {
      suggestions: [`gzip --test ${shellWord(path)}`],
      cause: error,
    });
  }
  return {path: copy, scratch};
}

async function asUtf8(file: SourceFile, own: string): Promise<SourceFile> {
  const encoding = encodingOf(bytesOf(file.path, 0, 4));
  if (encoding === undefined) return file;
  const copy = join(file.scratch, 'as-utf-8.txt');
  try {
    await pipeline(createReadStream(file.path), decoded(encoding), createWriteStream(copy));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = `Expected ${basename(own)} to be UTF-16, as it begins, but not all of it is.`;
    throw new AdlError('SOURCE_INVALID', message, {
      suggestions: [reencoding(own, `iconv -c -f ${encoding} -t utf-8`)],
      cause: error,
    });
  }
  return {...file, path: copy};
}

/** By the mark at the beginning or, of UTF-16, by the half of each character that is zero; undefined for UTF-8. */
function encodingOf([a, b, c, d]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a && b === 0 && c && d === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b && c === 0 && d)) return 'utf-16be';
  return undefined;
}

/** What is no text of that encoding ends in a TypeError. The mark goes. */
function decoded(encoding: string): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<string> {
  return async function* decode(chunks) {
    const decoder = new TextDecoder(encoding, {fatal: true});
    for await (const chunk of chunks) yield decoder.decode(chunk, {stream: true});
    yield decoder.decode();
  };
}

async function checkUtf8(path: string, own: string): Promise<void> {
  let offset = 0;
  let rest: Uint8Array = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    const whole = bytes.subarray(0, wholeCharacters(bytes));
    if (!isUtf8(whole)) throw await notUtf8(path, own, offset + firstOddByte(whole));
    offset += whole.length;
    rest = bytes.subarray(whole.length);
  }
  if (rest.length > 0) throw await notUtf8(path, own, offset);
}

/** Where the last character that may not be complete yet begins. */
function wholeCharacters(bytes: Uint8Array): number {
  const first = Math.max(0, bytes.length - 3);
  for (let at = bytes.length - 1; at >= first; at -= 1) {
    const byte = bytes[at]!;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > bytes.length - at) return at;
    if (length > 1 || byte < 0x80) break;
  }
  return bytes.length;
}

async function notUtf8(path: string, own: string, offset: number): Promise<AdlError> {
  let [line, byte] = [1, 0];
  for await (const chunk of createReadStream(path, {end: offset})) {
    byte = chunk.at(-1);
    for (const one of chunk) if (one === 10) line += 1;
  }
  const found = `0x${byte.toString(16).padStart(2, '0')} at byte ${offset} (line ${line})`;
  return new AdlError('SOURCE_INVALID', `Expected ${basename(own)} to be UTF-8, got ${found}.`, {
    suggestions: [reencoding(own, 'iconv -f latin1 -t utf-8')],
  });
}

function reencoding(path: string, program: string): string {
  return `${piped(path, program)} > ${shellWord(`utf-8-${unpackedName(path)}`)}`;
}

/** The length of the longest beginning that is text. */
function firstOddByte(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, wholeCharacters(part)))) good = middle;
    else bad = middle;
  }
  return wholeCharacters(bytes.subarray(0, good));
}
