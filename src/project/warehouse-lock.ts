import {linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {basename, dirname} from 'node:path';
import {AdlError} from '../base/errors.js';
import {inline} from '../base/inline.js';
import {shellWord} from '../base/shell-word.js';
import {makeFolder} from './folder.js';
import {isRunning} from './process.js';

interface Holder {
  pid: number;
  /** As it was typed, or nearly. */
  command?: string;
  /** When the process started, as the system counts it: a pid alone may have been given to another process. */
  start: string | null;
}

/**
 * Makes this process the one writer of the warehouse, until the function that it returns is called. The lock of a
 * process that is gone is taken over.
 * @throws WAREHOUSE_LOCKED
 */
export function lockWarehouse(path: string): () => void {
  makeFolder(dirname(path));
  const mine: Holder = {pid: process.pid, command: ownCommand(), start: startOf(process.pid)};
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (claim(path, mine)) return () => rmSync(path, {force: true});
    const holder = holderOf(path);
    if (holder && isAlive(holder)) throw locked(path, holder);
    setAside(path, holder);
  }
  throw locked(path, holderOf(path));
}

/** A link to a finished file appears whole or not at all, and fails where a lock is already. */
function claim(path: string, holder: Holder): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(holder));
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, {force: true});
  }
}

/** Removes a stale lock, but not the one that another process has put in its place since it was read. */
function setAside(path: string, stale: Holder | undefined): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (JSON.stringify(holderOf(aside)) !== JSON.stringify(stale)) renameSync(aside, path);
  else rmSync(aside, {force: true});
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({pid, start}: Holder): boolean {
  if (!Number.isInteger(pid)) return false;
  const now = startOf(pid);
  if (now !== null && start !== null) return now === start;
  return isRunning(pid);
}

function ownCommand(): string {
  const [, program = '', ...words] = process.argv;
  const name = basename(program) === 'run.js' ? 'adl' : basename(program);
  return inline([name, ...words].map(shellWord).join(' '), 200);
}

/** Linux tells when a process started, in ticks since boot, in field 22 of its `stat`; null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function locked(path: string, holder: Holder | undefined): AdlError {
  const command = holder?.command ? ` (\`${holder.command}\`)` : '';
  const who = holder ? `process ${holder.pid}${command}` : 'another process';
  return new AdlError(
    'WAREHOUSE_LOCKED',
    `Expected to be the only writer of the warehouse, but ${who} has held ${path}${since(path)}.`,
    {
      suggestions: [
        'Wait until the other `adl source` has ended, then run this again.',
        ...(holder ? [`kill ${holder.pid}`] : []),
      ],
    },
  );
}

/** The lock is written once, when it is taken. */
function since(path: string): string {
  const taken = statSync(path, {throwIfNoEntry: false})?.mtime;
  return taken ? ` since ${taken.toISOString().slice(0, 19)}Z` : '';
}
