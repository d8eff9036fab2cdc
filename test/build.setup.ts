import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Before all tests: dist is brought up to date, and temporary files get a folder that is removed after all tests. */
export function setup(): () => void {
  bringUpToDate();
  const folder = mkdtempSync(join(tmpdir(), 'adl-tests-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, {recursive: true, force: true});
}

/** Commands and worker processes run from dist, so dist has to be what src says. */
function bringUpToDate(): void {
  if (!isStale()) return;
  // A type error does not stop the compiler from writing; `npm run check` is where types are judged.
  const {status, stderr} = spawnSync(process.execPath, ['bin/build.js'], {encoding: 'utf8'});
  if (status !== 0) process.stderr.write(`bin/build.js ended with ${status}; see npm run check.\n${stderr}`);
}

function isStale(): boolean {
  const built = 'dist/.built';
  if (!existsSync(built)) return true;
  const since = statSync(built).mtimeMs;
  return ['src', 'package.json', 'bin'].some((path) => newest(path) > since);
}

function newest(path: string): number {
  const own = statSync(path).mtimeMs;
  if (!statSync(path).isDirectory()) return own;
  return readdirSync(path, {recursive: true, encoding: 'utf8'})
    .map((entry) => statSync(join(path, entry)).mtimeMs)
    .reduce((latest, time) => Math.max(latest, time), own);
}
