import {appendFileSync, existsSync, readFileSync} from 'node:fs';
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
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).flatMap((line) => {
    try {
      return [JSON.parse(line) as Entry];
    } catch {
      return [];
    }
  });
}
