import {existsSync} from 'node:fs';
import {readFile, rm, stat} from 'node:fs/promises';
import {dirname, isAbsolute, join} from 'node:path';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {sha256} from '../base/hash.js';
import {shellWord} from '../base/shell-word.js';
import {replaceFile} from '../base/whole-file.js';
import {makeFolder, moveAside, namesIn, tryFolder} from '../project/folder.js';
import type {ServiceFiles} from './render.js';

export interface ScaffoldOptions {
  target: string;
  adl: string;
  /** Write also into a folder with files of others, and over what was edited by hand. */
  force: boolean;
}

/** In a scaffolded folder, what adl wrote: it makes an update possible that touches nothing else. */
const marker = '.adl-service.json';

const markerSchema = z.strictObject({
  adl: z.string(),
  target: z.string(),
  /** SHA-256 by path, none of which leads out of the folder. */
  files: z.record(
    z.string().refine((path) => !isAbsolute(path) && !path.split(/[\\/]/).includes('..')),
    z.string(),
  ),
});
type Marker = z.infer<typeof markerSchema>;

/**
 * Checks before there is a service to write that it could be written. Whether its files would be in the way of others
 * that `force` is to leave there is seen when they are there.
 * @throws FOLDER_NOT_EMPTY, FOLDER_UNUSABLE
 */
export async function checkPlace(folder: string, {force}: Pick<ScaffoldOptions, 'force'>): Promise<void> {
  if (!(await readMarker(folder))) await checkFolder(folder, force);
  tryFolder(folder);
}

/**
 * Writes a service into a folder: a new or empty one, or one that adl wrote before.
 * @returns the files that were left as they are because a person edited them.
 * @throws FOLDER_NOT_EMPTY, FOLDER_UNUSABLE
 */
export async function writeScaffold(
  folder: string,
  files: ServiceFiles,
  {target, adl, force}: ScaffoldOptions,
): Promise<string[]> {
  const before = await readMarker(folder);
  if (!before) {
    await checkFolder(folder, force);
    await checkRoom(folder, files);
  }
  const written: Record<string, string> = {...before?.files};
  const kept: string[] = [];
  for (const path of Object.keys(written).filter((name) => !files.has(name))) {
    if (await isUntouched(join(folder, path), written[path]!)) await rm(join(folder, path), {force: true});
    delete written[path];
  }
  for (const [path, content] of files) {
    const isOurs = await isUntouched(join(folder, path), written[path] ?? sha256(content));
    if (!isOurs && !force) {
      kept.push(path);
      continue;
    }
    replace(join(folder, path), content);
    written[path] = sha256(content);
  }
  const facts: Marker = {adl, target, files: written};
  replace(join(folder, marker), `${JSON.stringify(facts, undefined, 2)}\n`);
  return kept;
}

/** Whether adl wrote a service into a folder. */
export function isScaffold(folder: string): boolean {
  return existsSync(join(folder, marker));
}

/** Undefined where there is none, or one that adl did not write. */
async function readMarker(folder: string): Promise<Marker | undefined> {
  const path = join(folder, marker);
  if (!existsSync(path)) return undefined;
  try {
    return markerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return undefined;
  }
}

async function checkFolder(folder: string, force: boolean): Promise<void> {
  const facts = await stat(folder).catch(() => undefined);
  if (!facts) return;
  const isFolder = facts.isDirectory();
  if (isFolder && (force || namesIn(folder).length === 0)) return;
  const what = isFolder ? 'has files that adl did not write' : 'is a file';
  throw new AdlError('FOLDER_NOT_EMPTY', `Expected a new or empty folder at ${folder}, but it ${what}.`, {
    suggestions: [
      `adl deploy --to ${shellWord(`${folder}-new`)}`,
      ...(isFolder ? [`adl deploy --to ${shellWord(folder)} --force`] : []),
    ],
  });
}

/** What a person wrote is not written over: only what adl owns is. */
async function checkRoom(folder: string, files: ServiceFiles): Promise<void> {
  const inTheWay: string[] = [];
  for (const [path, content] of files)
    if (!(await isUntouched(join(folder, path), sha256(content)))) inTheWay.push(path);
  if (inTheWay.length === 0) return;
  throw new AdlError(
    'FOLDER_NOT_EMPTY',
    `Expected to add files to ${folder}, but there are others called ${inTheWay.join(', ')} that adl did not write.`,
    {
      suggestions: [
        `adl deploy --to ${shellWord(`${folder}-new`)}`,
        ...inTheWay.map((path) => moveAside(join(folder, path))),
      ],
    },
  );
}

/** Whether a file is as adl wrote it. A file that was deleted is written anew. */
async function isUntouched(path: string, digest: string): Promise<boolean> {
  return !existsSync(path) || sha256(await readFile(path)) === digest;
}

function replace(path: string, content: Uint8Array | string): void {
  makeFolder(dirname(path));
  replaceFile(path, content);
}
