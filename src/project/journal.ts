import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import type {Json} from '../base/json.js';
import {isDiskFull} from '../base/whole-file.js';

/** One line of a journal: what happened, and when, in milliseconds since 1970. */
export interface Entry {
  type: string;
  at: number;
  [key: string]: Json;
}

export interface Journal {
  /**
   * Adds a line at the end: readers see whole lines, and what was written is never changed. One for which there is no
   * room on the disk is kept, and those after it, until there is.
   */
  append(type: string, facts?: Record<string, Json>): void;
  /** Tries to write what is kept. @returns the bytes for which there is still no room */
  catchUp(): number;
}

/** Milliseconds between two tries to write what is kept. */
const pause = 1000;

/** Nobody else may write this journal meanwhile. */
export function openJournal(path: string, now: () => number): Journal {
  const kept: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  const catchUp = () => {
    let written = 0;
    while (written < kept.length && added(path, kept[written]!)) written += 1;
    kept.splice(0, written);
    clearTimeout(timer);
    if (kept.length > 0) timer = setTimeout(catchUp, pause).unref();
    return kept.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  };
  return {
    catchUp,
    append(type, facts = {}) {
      kept.push(`${JSON.stringify({type, at: now(), ...facts})}\n`);
      catchUp();
    },
  };
}

/** Adds a line, all of it or nothing. @returns whether there was room */
function added(path: string, line: string): boolean {
  let file: number | undefined;
  let size = 0;
  try {
    file = openSync(path, 'a');
    size = fstatSync(file).size;
    writeFileSync(file, line);
    return true;
  } catch (error) {
    if (file !== undefined) ftruncateSync(file, size);
    if (!isDiskFull(error)) throw error;
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Every whole line; one that was torn by a crash, at the end, is left out. */
export function readJournal(path: string): Entry[] {
  return followJournal(path)();
}

/**
 * Makes a journal fit to be gone on with: from the first line that is torn or damaged on it is cut off, as nothing after
 * that can be relied on.
 * @returns what it says, and how many whole lines were cut off
 */
export function mendJournal(path: string): {entries: Entry[]; dropped: number} {
  const content = readFileSync(path);
  const entries: Entry[] = [];
  let good = 0;
  for (let end = content.indexOf(10); end !== -1; end = content.indexOf(10, good)) {
    const entry = entryOf(content.toString('utf8', good, end));
    if (!entry) break;
    entries.push(entry);
    good = end + 1;
  }
  const rest = content.subarray(good);
  if (rest.length > 0) truncateSync(path, good);
  return {entries, dropped: rest.filter((byte) => byte === 10).length};
}

/** Reads a journal as it grows: each call gives the whole lines that were added since the one before. */
export function followJournal(path: string): () => Entry[] {
  let offset = 0;
  return () => {
    const entries: Entry[] = [];
    offset = scanJournal(path, (entry) => entries.push(entry), {from: offset});
    return entries;
  };
}

export interface ScanOptions {
  /** The byte to begin at. */
  from?: number;
  /** Leaves out what a unit came to for each of its lanes: half of a journal, and nothing that anybody is shown. */
  brief?: boolean;
}

/**
 * Hands on entry after entry, so that no more than a piece of a journal is held.
 * @returns the byte behind the last whole line
 */
export function scanJournal(
  path: string,
  take: (entry: Entry) => void,
  {from = 0, brief = false}: ScanOptions = {},
): number {
  if (!existsSync(path)) return from;
  const file = openSync(path, 'r');
  try {
    return scan(file, from, (line) => takeLine(brief ? withoutLanes(line) : line, take));
  } finally {
    closeSync(file);
  }
}

/** In bytes; a line that is longer is read in a larger piece. */
const piece = 1 << 22;

function scan(file: number, from: number, take: (line: string) => void): number {
  let offset = from;
  for (let size = piece; ; ) {
    const bytes = Buffer.allocUnsafe(size);
    const read = readSync(file, bytes, 0, size, offset);
    const end = bytes.subarray(0, read).lastIndexOf('\n') + 1;
    if (end === 0 && read < size) return offset;
    if (end === 0) size *= 2;
    offset += end;
    for (const line of bytes.toString('utf8', 0, Math.max(0, end - 1)).split('\n')) take(line);
  }
}

function takeLine(line: string, take: (entry: Entry) => void): void {
  const entry = entryOf(line);
  if (entry) take(entry);
}

function entryOf(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}

function withoutLanes(line: string): string {
  if (!line.startsWith('{"type":"unit-ended"')) return line;
  const at = line.indexOf(',"lanes":');
  return at < 0 ? line : `${line.slice(0, at)}}`;
}
