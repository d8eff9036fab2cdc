import {readdirSync, statSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {AdlError} from '../base/errors.js';
import {sha256File} from '../base/hash.js';
import {nearest} from '../base/nearest.js';
import {sources} from './sources/registry.js';
import type {Source} from './sources/source.js';

/** What identifies the content of a file. */
export interface FileFacts {
  digest: string;
  size: number;
}

/** @throws FILE_MISSING, SOURCE_INVALID for a folder or an empty file */
export async function fileFacts(path: string): Promise<FileFacts> {
  const facts = statSync(path, {throwIfNoEntry: false});
  if (!facts) throw missing(path);
  if (!facts.isFile())
    throw invalid(`Expected a file, but ${path} is ${facts.isDirectory() ? 'a folder' : 'none'}.`);
  if (facts.size === 0) throw invalid(`Expected a table, but ${path} is empty.`);
  return {digest: await sha256File(path), size: facts.size};
}

/** The way to read a file, by its extension; `.gz` and `.zst` are looked through. @throws SOURCE_INVALID */
export function sourceOf(path: string): Source {
  const extension = basename(path)
    .toLowerCase()
    .replace(/\.(gz|zst)$/, '')
    .split('.')
    .slice(1)
    .at(-1);
  const source = Object.values(sources).find(({extensions}) => extensions.includes(extension ?? ''));
  if (source) return source;
  const known = Object.values(sources).flatMap(({extensions}) => extensions.map((name) => `.${name}`));
  throw invalid(`Expected a file that ends in ${known.join(', ')}; got ${basename(path)}.`);
}

function missing(path: string): AdlError {
  const folder = dirname(path);
  const close = nearest(basename(path), neighbours(folder));
  return new AdlError('FILE_MISSING', `Expected a file at ${path}, found none.`, {
    suggestions: close ? [`Did you mean \`${close}\`?`] : [`Look with \`ls ${folder}\`.`],
  });
}

function neighbours(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function invalid(message: string): AdlError {
  return new AdlError('SOURCE_INVALID', message);
}
