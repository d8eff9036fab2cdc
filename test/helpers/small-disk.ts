import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {closeSync, cpSync, existsSync, mkdirSync, openSync, rmSync, writeSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {onTestFinished} from 'vitest';
import {isDiskFull} from '../../src/base/whole-file.js';
import {temporaryFolder} from './adl.js';

/** A disk of its own, which is there for the processes that are started on it, and gone after the test. */
export interface SmallDisk {
  /** Its folder, as this process gets to it. */
  folder: string;
  /** Starts the command line there. */
  start(words: string[], env?: Record<string, string>): ChildProcess;
  /** Takes all the room that there is. */
  fill(): void;
  /** Gives it back. */
  free(): void;
}

const own = process.getuid?.() === 0 ? ['--mount'] : ['--map-root-user', '--mount'];

/** Whether disks can be mounted here. */
export function canMount(): boolean {
  const mount = 'mount -t tmpfs tmpfs /mnt && test -d /proc/$$/root';
  return (
    spawnSync('unshare', [...own, 'sh', '-c', mount]).status === 0 &&
    spawnSync('nsenter', ['--version']).status === 0
  );
}

/** @param files what is copied there first */
export async function smallDisk(files: string, size: string): Promise<SmallDisk> {
  const place = join(temporaryFolder(), 'disk');
  mkdirSync(place);
  const mount = `mount -t tmpfs -o size=${size} tmpfs ${place} && touch ${place}/mounted && exec sleep 600`;
  const holder = spawn('unshare', [...own, 'sh', '-c', mount], {stdio: 'ignore'});
  onTestFinished(() => void holder.kill('SIGKILL'));
  const folder = `/proc/${holder.pid}/root${place}`;
  while (!existsSync(join(folder, 'mounted'))) await pause(20);
  cpSync(files, folder, {recursive: true});
  const filling = join(folder, 'filling');
  const enter = ['--target', `${holder.pid}`, '--mount', ...(own.length > 1 ? ['--user'] : [])];
  return {
    folder,
    start(words, env = {}) {
      const command = ['sh', '-c', `cd ${place} && exec "$0" "$@"`, process.execPath, resolve('bin/run.js')];
      const child = spawn('nsenter', [...enter, ...command, ...words], {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: {...process.env, NODE_ENV: '', ...env},
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      return child;
    },
    fill() {
      const file = openSync(filling, 'a');
      try {
        for (const size of [2 ** 16, 1]) while (hasTaken(file, size));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filling, {force: true}),
  };
}

function hasTaken(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return false;
  }
}
