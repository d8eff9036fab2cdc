import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {afterAll, onTestFinished} from 'vitest';

export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

const entry = resolve('bin/run.js');

/** Runs the real command line in a folder, as a user's shell would. */
export function adl(words: string[], {cwd, env = {}}: {cwd: string; env?: Record<string, string>}): Ended {
  const {status, stdout, stderr} = spawnSync(process.execPath, [entry, ...words], {
    cwd,
    encoding: 'utf8',
    env: {...process.env, NODE_ENV: '', COLUMNS: '100', ...env},
  });
  return {status, stdout, stderr};
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'adl-test-'));
  onTestFinished(() => remove(folder));
  return folder;
}

/** A folder that is gone when all tests of a file are over. */
export function lastingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'adl-test-'));
  afterAll(() => remove(folder));
  return folder;
}

function remove(folder: string): void {
  rmSync(folder, {recursive: true, force: true});
}
