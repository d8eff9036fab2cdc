import {mkdir, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {AdlError} from '../base/errors.js';

/**
 * Makes a folder, and those above it, where they are not there yet. Node's own way to do so never ends where the system
 * says of a folder that is there that it is not, as it does in /proc.
 * @throws FOLDER_UNUSABLE
 */
export async function makeFolder(folder: string): Promise<void> {
  const refusal = await made(folder);
  if (refusal === undefined || (refusal === 'EEXIST' && (await isFolder(folder)))) return;
  if (refusal !== 'ENOENT' || dirname(folder) === folder) throw unusable(folder, refusal);
  await makeFolder(dirname(folder));
  const second = await made(folder);
  if (second !== undefined && second !== 'EEXIST') throw unusable(folder, second);
}

async function made(folder: string): Promise<string | undefined> {
  try {
    await mkdir(folder);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

function unusable(folder: string, reason: string): AdlError {
  return new AdlError(
    'FOLDER_UNUSABLE',
    `Expected a folder at ${folder}, but none can be made (${reason}).`,
    {
      suggestions: ['Name a folder in a place that you can write to.'],
    },
  );
}
