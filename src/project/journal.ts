import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  truncateSync,
} from 'node:fs';
import type {Json} from '../base/json.js';

/** One line of a journal: what happened, and when, in milliseconds since 1970. */
export interface Entry {
  type: string;
  at: number;
  [key: string]: Json;
}

export interface Journal {
  /** Adds a line at the end, in one write: readers see whole lines, and what was written is never changed. */
  append(type: string, facts?: Record<string, Json>): void;
}

export function openJournal(path: string, now: () => number): Journal {
  return {
    append: (type, facts = {}) => appendFileSync(path, `${JSON.stringify({type, at: now(), ...facts})}\n`),
  };
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
    const [entry] = entryOf(content.toString('utf8', good, end));
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
    const added = bytesFrom(path, offset);
    const end = added.lastIndexOf('\n') + 1;
    offset += end;
    return added.subarray(0, end).toString('utf8').split('\n').flatMap(entryOf);
  };
}

function bytesFrom(path: string, offset: number): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - offset));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
  } finally {
    closeSync(file);
  }
}

function entryOf(line: string): Entry[] {
  try {
    return [JSON.parse(line) as Entry];
  } catch {
    return [];
  }
}
