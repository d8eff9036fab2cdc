import {existsSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {AdlError} from '../base/errors.js';

/**
 * The folder of the project that `cwd` is in: the nearest one upwards that holds an `adl.yaml`.
 * @throws MANIFEST_MISSING
 */
export function findProject(cwd: string): string {
  const root = lookForProject(cwd);
  if (root) return root;
  throw new AdlError(
    'MANIFEST_MISSING',
    `Expected an \`adl.yaml\` in ${resolve(cwd)} or above it, found none.`,
    {
      suggestions: ['adl source FILE --target COLUMN'],
    },
  );
}

export function lookForProject(cwd: string): string | undefined {
  let folder = resolve(cwd);
  while (!existsSync(join(folder, 'adl.yaml'))) {
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
  return folder;
}
