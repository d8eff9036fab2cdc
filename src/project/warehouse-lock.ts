import {linkSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {AdlError} from '../base/errors.js';
import {makeFolder} from './folder.js';

interface Holder {
  pid: number;
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
  const mine: Holder = {pid: process.pid, start: startOf(process.pid)};
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
  writeFileSync(draft, JSON.stringify(holder));
  try {
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
  return doesAnswer(pid);
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

function doesAnswer(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function locked(path: string, holder: Holder | undefined): AdlError {
  const who = holder ? `process ${holder.pid}` : 'another process';
  return new AdlError(
    'WAREHOUSE_LOCKED',
    `Expected to be the only writer of the warehouse, but ${who} holds ${path}.`,
    {
      suggestions: ['Wait until the other `adl source` has ended, then run this again.'],
    },
  );
}
