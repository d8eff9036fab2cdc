import {spawnSync} from 'node:child_process';
import {chmodSync, readdirSync, statSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import type {Ended} from './adl.js';

/** What takes a process's privileges away; none are left to take from a user who has none. */
const drop = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

/** Whether a user without privileges can be had, and can run what was built. */
export function canDropPrivileges(): boolean {
  return process.platform !== 'win32' && unprivileged(['--version'], '/').status === 0;
}

/** Runs the command line as a user who may not read and write everything. */
export function unprivileged(words: string[], cwd: string): Ended {
  const [program, ...rest] = [...drop, process.execPath, resolve('bin/run.js'), ...words];
  const env = {...process.env, NODE_ENV: '', HOME: '/nonexistent', XDG_DATA_HOME: '/tmp'};
  const {status, stdout, stderr} = spawnSync(program!, rest, {cwd, encoding: 'utf8', env});
  return {status, stdout, stderr};
}

/** Another user may come there and write. */
export function open(folder: string): string {
  for (let above = dirname(folder); (statSync(above).mode & 0o001) === 0; above = dirname(above))
    chmodSync(above, 0o711);
  chmodSync(folder, 0o777);
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o777);
  return folder;
}
