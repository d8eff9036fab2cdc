import {readFileSync, statSync} from 'node:fs';
import {isMap, parseDocument} from 'yaml';
import type {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {shellWord} from '../base/shell-word.js';
import {moveAside} from './folder.js';
import {misfit} from './manifest-misfit.js';
import {parseManifest} from './manifest-text.js';
import {tooDeepAt} from './yaml-depth.js';

/** What this adl reads and writes; a manifest that does not say is of version 1. */
const manifestVersion = 1;

/** The text of the manifest. @throws MANIFEST_INVALID */
export function readManifestText(path: string): string {
  const facts = statSync(path, {throwIfNoEntry: false});
  if (!facts?.isFile())
    throw new AdlError(
      'MANIFEST_INVALID',
      `Expected a file at ${path}, got ${facts?.isDirectory() ? 'a folder' : 'something else'}.`,
      {suggestions: [moveAside(path)]},
    );
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (error) {
    throw otherEncoding(path, bytes, error);
  }
}

/**
 * The manifest, checked. The schema is a parameter: this shelf knows how a manifest is kept, not what is in it.
 * @throws MANIFEST_SYNTAX, MANIFEST_NEWER, MANIFEST_UNKNOWN_KEY, MANIFEST_INVALID, each with the line
 */
export function checkManifest<Schema extends z.ZodType>(
  path: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  const manifest = parseManifest(path, text);
  const version: unknown = isMap(manifest.document.contents) ? manifest.document.get('version') : undefined;
  if (typeof version === 'number' && version > manifestVersion) throw newer(path, version);
  const checked = schema.safeParse(manifest.values ?? {}, {reportInput: true});
  if (checked.success) return checked.data;
  throw misfit(manifest, schema, checked.error);
}

/** The keys at the top of a manifest that have something after them; undefined for text that is no map of YAML. */
export function keysWithin(text: string): string[] | undefined {
  if (tooDeepAt(text) !== undefined) return undefined;
  const document = parseDocument(text);
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) return [];
  if (!isMap(document.contents)) return undefined;
  return document.contents.items
    .map(({key}) => String(key))
    .filter((key) => (document.get(key) ?? null) !== null);
}

function otherEncoding(path: string, bytes: Uint8Array, cause: unknown): AdlError {
  const encoding = bytes[0]! >= 0xfe ? 'utf-16' : 'latin1';
  const word = shellWord(path);
  return new AdlError('MANIFEST_INVALID', `Expected UTF-8 in ${path}, got another encoding.`, {
    suggestions: [`iconv -f ${encoding} -t utf-8 ${word} > utf-8.yaml && mv utf-8.yaml ${word}`],
    cause,
  });
}

/** The version of a manifest is the first major version of adl that reads it. */
function newer(path: string, version: number): AdlError {
  return new AdlError(
    'MANIFEST_NEWER',
    `Expected a manifest of version ${manifestVersion}, got version ${version} in ${path}: adl ${version} and later read it.`,
    {suggestions: [`npm install --global adl-cli@${Math.ceil(version)}`]},
  );
}
