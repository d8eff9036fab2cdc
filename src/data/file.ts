import {type BigIntStats, readdirSync, statSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {AdlError} from '../base/errors.js';
import {sha256File} from '../base/hash.js';
import {nearest} from '../base/nearest.js';
import {shellWord} from '../base/shell-word.js';
import {sources} from './sources/registry.js';
import type {Source} from './sources/source.js';
import type {Tell} from './tell.js';

/** What identifies the content of a file. */
export interface FileFacts {
  digest: string;
  size: number;
}

/** A file's content as it was at one time. */
export interface FileState extends FileFacts {
  /** When it was written last, in nanoseconds since 1970. */
  modified: string;
}

/** @throws FILE_MISSING, FILE_UNREADABLE, FILE_CHANGED, SOURCE_INVALID for what is no file or an empty one */
export async function fileFacts(path: string, tell: Tell = () => {}): Promise<FileState> {
  const {size, mtimeNs} = regularFile(path);
  if (size === 0n) throw invalid(`Expected a table, but ${path} is empty.`, [`ls -l ${shellWord(path)}`]);
  try {
    const digest = await sha256File(path, (bytes) => tell(`${Math.floor((bytes / Number(size)) * 100)} %`));
    return {digest, size: Number(size), modified: String(mtimeNs)};
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** Looks again at a file that was read. @throws FILE_CHANGED where it is not what it was */
export async function checkUnchanged(path: string, before: FileState, tell: Tell = () => {}): Promise<void> {
  const now = await fileFacts(path, (share) => tell(`looking whether it has changed, ${share}`)).catch(
    (error: unknown) => {
      throw changed(path, `${before.size} bytes before, and cannot be read now`, error);
    },
  );
  if (now.size !== before.size) throw changed(path, `${before.size} bytes before, ${now.size} now`);
  if (now.digest !== before.digest)
    throw changed(path, `${now.size} bytes before and now, but not the same ones`);
  if (now.modified !== before.modified) throw changed(path, 'the same bytes, but they were written anew');
}

/** The way to read a file, by its extension; `.gz` and `.zst` are looked through. @throws SOURCE_INVALID */
export function sourceOf(path: string): Source {
  const source = knownSource(path);
  if (source) return source;
  const known = Object.values(sources).flatMap(({extensions}) => extensions.map((name) => `.${name}`));
  throw invalid(`Expected a file that ends in ${known.join(', ')}; got ${basename(path)}.`, [
    `mv ${shellWord(path)} ${shellWord(`${path}.csv`)}`,
  ]);
}

/** What a name says of how its file is read: the extension in lower case, and that of what it is packed with. */
export function suffixOf(path: string): string {
  return /(\.[^.]+)?(\.(gz|zst))?$/.exec(basename(path).toLowerCase())![0];
}

function knownSource(path: string): Source | undefined {
  const extension = suffixOf(path).split('.')[1] ?? '';
  return Object.values(sources).find(({extensions}) => extensions.includes(extension));
}

function regularFile(path: string): BigIntStats {
  const facts = statOf(path);
  if (!facts) throw missing(path);
  if (facts.isFile()) return facts;
  if (facts.isDirectory()) throw invalid(`Expected a file, but ${path} is a folder.`, inFolder(path));
  const kind = facts.isFIFO() ? 'a pipe' : facts.isSocket() ? 'a socket' : 'a device';
  throw invalid(`Expected a file that can be read twice, but ${path} is ${kind}.`, [
    `cat ${shellWord(path)} > rows.csv`,
  ]);
}

/** Undefined where there is nothing by this name. */
function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, {bigint: true});
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM') throw unreadable(path, error as NodeJS.ErrnoException);
    return undefined;
  }
}

function missing(path: string): AdlError {
  const folder = dirname(path);
  const close = nearest(basename(path), namesIn(folder));
  return new AdlError('FILE_MISSING', `Expected a file at ${path}, found none.`, {
    suggestions: close ? [`Did you mean \`${close}\`?`] : [`ls ${shellWord(folder)}`],
  });
}

function inFolder(path: string): string[] {
  const tables = namesIn(path).filter(knownSource);
  if (tables.length === 0) return [`ls ${shellWord(path)}`];
  return [`Name a file in it, such as ${shellWord(join(path, tables.sort()[0]!))}.`];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function unreadable(path: string, error: NodeJS.ErrnoException): Error {
  const isRefused = error.code === 'EACCES' || error.code === 'EPERM';
  if (error.code === 'ENOENT') return missing(path);
  if (!isRefused) return error;
  return new AdlError('FILE_UNREADABLE', `Expected to read ${path}, but this user may not (${error.code}).`, {
    suggestions: [`ls -l ${shellWord(path)}`, `sudo chmod a+r ${shellWord(path)}`],
    cause: error,
  });
}

function changed(path: string, how: string, cause?: unknown): AdlError {
  const name = basename(path);
  return new AdlError('FILE_CHANGED', `Expected ${name} to stay as it is while it is read, got ${how}.`, {
    suggestions: [
      `Run the same command again when nothing writes to ${name} any more.`,
      `cp ${shellWord(path)} ${shellWord(join(dirname(path), `still-${name}`))}`,
    ],
    cause,
  });
}

function invalid(message: string, suggestions: string[]): AdlError {
  return new AdlError('SOURCE_INVALID', message, {suggestions});
}
