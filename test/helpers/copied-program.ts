import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {temporaryFolder} from './adl.js';

/** A folder with some shelves of the compiled program, from which no package can be imported but the ones added. */
export function copiedProgram(shelves: readonly string[]): string {
  const folder = temporaryFolder();
  for (const shelf of shelves) cpSync(join('dist', shelf), join(folder, 'dist', shelf), {recursive: true});
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  return folder;
}

/** Adds packages of this repository to the `node_modules` of a folder. */
export function addPackages(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const path = join(folder, 'node_modules', name);
    mkdirSync(dirname(path), {recursive: true});
    symlinkSync(resolve('node_modules', name), path);
  }
}

/** What a script prints as JSON. It is copied to the folder of the program, and started in `cwd`. */
export function printed(
  folder: string,
  script: string,
  {words = [], cwd = folder}: {words?: string[]; cwd?: string} = {},
) {
  cpSync(script, join(folder, 'script.js'));
  const {status, stdout, stderr} = spawnSync(process.execPath, [join(folder, 'script.js'), ...words], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
