import {existsSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The path of a file or folder of the installed package, such as `templates/node-server`. */
export function packageFile(path: string): string {
  return join(packageRoot(), path);
}

/** The version of this package. */
export function packageVersion(): string {
  return packageJson(packageRoot()).version;
}

/** Above this file, the folder of the package: `src` and `dist` lie at different depths once they are bundled. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) || packageJson(folder).name !== 'adl-cli') {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('The package.json of adl-cli is not above its own code.');
    folder = parent;
  }
  return folder;
}

function packageJson(folder: string): {name?: string; version: string} {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
