import {lstatSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, statSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {shellWord} from '../base/shell-word.js';

/**
 * Makes a folder, and those above it, where they are not there yet. Node's own way to do so never ends where the system
 * says of a folder that is there that it is not, as it does in /proc.
 * @throws FOLDER_UNUSABLE
 */
export function makeFolder(folder: string): void {
  const refusal = refused(() => mkdirSync(folder));
  if (refusal === undefined || (refusal === 'EEXIST' && isFolder(folder))) return;
  if (refusal !== 'ENOENT' || dirname(folder) === folder) throw unusable(folder, refusal);
  makeFolder(dirname(folder));
  const second = refused(() => mkdirSync(folder));
  if (second !== undefined && second !== 'EEXIST') throw unusable(folder, second);
}

/**
 * The names of what is in a folder; none where there is no such folder.
 * @throws FOLDER_UNUSABLE where something else is in its place
 */
export function namesIn(folder: string): string[] {
  let names: string[] = [];
  const refusal = refused(() => {
    names = readdirSync(folder);
  });
  if (refusal === undefined || refusal === 'ENOENT') return names;
  throw unusable(folder, refusal);
}

/**
 * Tries whether files could be put into a folder, one that is there or is to be made, and leaves all as it was.
 * @throws FOLDER_UNUSABLE
 */
export function tryFolder(folder: string): void {
  const added = absent(folder);
  try {
    makeFolder(folder);
    const refusal = refused(() => rmdirSync(mkdtempSync(join(folder, '.adl-'))));
    if (refusal !== undefined) throw unwritable(folder, refusal);
  } finally {
    // One that is not empty by now is somebody's.
    for (const made of added) refused(() => rmdirSync(made));
  }
}

/** What is not there yet of a folder and those above it, the innermost first. */
function absent(folder: string): string[] {
  const isThere = refused(() => lstatSync(folder)) === undefined;
  return isThere || dirname(folder) === folder ? [] : [folder, ...absent(dirname(folder))];
}

/** The system's word for why it would not. */
function refused(work: () => void): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() ?? false;
}

const placeWithRoom = 'Name a folder in a place with room that you can write to.';

const reasons: Record<string, string> = {
  EACCES: 'this user may not make one',
  EPERM: 'this user may not make one',
  EROFS: 'nothing can be written there',
  ENOSPC: 'the disk is full',
};

function unwritable(folder: string, refusal: string): AdlError {
  const reason = refusal === 'EACCES' || refusal === 'EPERM' ? 'this user may not' : 'nothing can be';
  return new AdlError('FOLDER_UNUSABLE', `Expected to write into ${folder}, but ${reason} (${refusal}).`, {
    suggestions: [placeWithRoom],
  });
}

function unusable(folder: string, refusal: string): AdlError {
  if (refusal === 'EEXIST' || refusal === 'ENOTDIR') return inTheWay(folder);
  const reason = reasons[refusal] ?? 'none can be made';
  return new AdlError('FOLDER_UNUSABLE', `Expected a folder at ${folder}, but ${reason} (${refusal}).`, {
    suggestions: [placeWithRoom],
  });
}

function inTheWay(folder: string): AdlError {
  let place = folder;
  while (refused(() => lstatSync(place)) !== undefined && dirname(place) !== place) place = dirname(place);
  return new AdlError('FOLDER_UNUSABLE', `Expected a folder at ${folder}, but ${place} is none.`, {
    suggestions: [moveAside(place)],
  });
}

/** What to type so that something else can take a place. */
export function moveAside(path: string): string {
  return `mv ${shellWord(path)} ${shellWord(`${path}.aside`)}`;
}
