import {copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {basename, join, relative, resolve} from 'node:path';
import {AdlError} from '../base/errors.js';
import {lookup} from '../base/registry.js';
import {packageFile} from '../project/package-file.js';
import {projectPaths} from '../project/paths.js';
import type {Host} from './event.js';

export interface InitOptions {
  /** Where the project begins; made if it is not there. The present folder if left out. */
  folder?: string | undefined;
  /** Real data to begin with. */
  example?: string | undefined;
}

export interface InitResult {
  folder: string;
  /** What was written, relative to the folder. */
  files: string[];
  example: string | null;
}

/** Begins a project: a manifest, and with an example real data. @throws PROJECT_EXISTS, UNKNOWN_NAME */
export function init(host: Host, {folder = '.', example}: InitOptions): InitResult {
  const root = resolve(host.cwd, folder);
  const paths = projectPaths(root);
  const from = example === undefined ? undefined : lookup(examples(), 'example', example);
  const files = from === undefined ? ['adl.yaml'] : readdirSync(from);
  const taken = files.find((file) => existsSync(join(root, file)));
  if (taken !== undefined) throw exists(join(root, taken));
  mkdirSync(root, {recursive: true});
  if (from === undefined) writeFileSync(paths.manifest, manifest(basename(root)));
  else for (const file of files) copyFileSync(join(from, file), join(root, file));
  return {folder: relative(host.cwd, root) || '.', files, example: example ?? null};
}

/** The examples that the package ships, by name. */
export function examples(): Record<string, string> {
  const folder = packageFile('templates/examples');
  return Object.fromEntries(readdirSync(folder).map((name) => [name, join(folder, name)]));
}

function manifest(name: string): string {
  return `# What this project intends. adl writes here too and keeps comments; every key but \`source\` has a default.
project: ${JSON.stringify(name)}
# The table and the column to predict come here with:
#   adl source FILE --target COLUMN
`;
}

function exists(path: string): AdlError {
  return new AdlError('PROJECT_EXISTS', `Expected to begin a project, but ${path} is there already.`, {
    suggestions: ['adl status', 'adl init ANOTHER_FOLDER'],
  });
}
