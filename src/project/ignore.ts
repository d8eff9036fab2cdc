import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {replaceFile} from '../base/whole-file.js';
import type {ProjectPaths} from './paths.js';

const covered = /^(?:\/|\*\*\/)?\.adl(?:\/(?:\*\*?)?)?\s*$/m;

/**
 * Keeps what is not for git out of it: before `.adl/` is made, it gets a line in `.gitignore`, unless one is there.
 * @returns whether the line was added
 */
export function ignoreHome({root, home}: Pick<ProjectPaths, 'root' | 'home'>): boolean {
  const path = join(root, '.gitignore');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (existsSync(home) || covered.test(text)) return false;
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const begun = text === '' || text.endsWith('\n') ? text : text + lineEnd;
  replaceFile(path, `${begun}.adl/${lineEnd}`);
  return true;
}
