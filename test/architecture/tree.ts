import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Paths from the top of the repository, and what the files hold. */
export type Tree = Readonly<Record<string, string>>;

export function readTree(): Tree {
  return Object.fromEntries(
    [...files('src'), ...files('docs')].map((path) => [path, readFileSync(path, 'utf8')]),
  );
}

export function sources(tree: Tree): [path: string, source: string][] {
  return Object.entries(tree).filter(([path]) => path.startsWith('src/') && /\.tsx?$/.test(path));
}

function files(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'));
}
