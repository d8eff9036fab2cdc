import {existsSync, readFileSync, rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {replaceFile} from '../base/whole-file.js';
import {makeFolder} from './folder.js';
import type {ProjectPaths} from './paths.js';

/** What was made for a project that had no home yet. */
export interface Home {
  /** Whether `.gitignore` got a line. */
  ignored: boolean;
  /** Takes all of it back, of a project that comes to nothing; what was there before stays. */
  undo(): void;
}

const covered = /^(?:\/|\*\*\/)?\.adl(?:\/(?:\*\*?)?)?\s*$/m;

/**
 * Makes `.adl/`. What is not for git is kept out of it: with the folder, `.gitignore` gets a line, unless one is there.
 * @throws FOLDER_UNUSABLE
 */
export function makeHome({root, home}: Pick<ProjectPaths, 'root' | 'home'>): Home {
  const had = existsSync(home);
  makeFolder(home);
  if (had) return {ignored: false, undo: () => {}};
  const ignore = join(root, '.gitignore');
  const before = existsSync(ignore) ? readIgnore(ignore) : '';
  const ignored = before !== undefined && !covered.test(before);
  const undo = () => {
    rmSync(home, {recursive: true, force: true});
    if (ignored && before) writeIgnore(ignore, before);
    else if (ignored) rmSync(ignore, {force: true});
  };
  try {
    if (ignored) writeIgnore(ignore, withLine(before));
  } catch (error) {
    undo();
    throw error;
  }
  return {ignored, undo};
}

/** In an encoding that keeps every byte as it is; undefined for what is no file. */
function readIgnore(path: string): string | undefined {
  return statSync(path).isFile() ? readFileSync(path, 'latin1') : undefined;
}

function writeIgnore(path: string, text: string): void {
  replaceFile(path, Buffer.from(text, 'latin1'));
}

function withLine(text: string): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const begun = text === '' || text.endsWith('\n') ? text : text + lineEnd;
  return `${begun}.adl/${lineEnd}`;
}
