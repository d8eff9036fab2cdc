import {mkdirSync, rmSync} from 'node:fs';
import {AdlError} from '../base/errors.js';
import {makeFolder, namesIn} from './folder.js';
import type {ProjectPaths, RunPaths} from './paths.js';

/** Makes the folder of the next run: `0001`, `0002`, … */
export function createRun(paths: ProjectPaths): {id: string; run: RunPaths} {
  makeFolder(paths.runs);
  for (let number = Number(runIds(paths).at(-1) ?? 0) + 1; ; number += 1) {
    const id = String(number).padStart(4, '0');
    const run = paths.run(id);
    if (!claimed(run.folder)) continue;
    mkdirSync(run.checkpoints);
    mkdirSync(run.predictions);
    return {id, run};
  }
}

/** The runs of a project, oldest first. */
export function runIds(paths: ProjectPaths): string[] {
  return namesIn(paths.runs)
    .filter((name) => /^\d{4,}$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
}

/**
 * The run of this name, or the newest.
 * @throws RUN_MISSING
 */
export function findRun(paths: ProjectPaths, id?: string): {id: string; run: RunPaths} {
  const ids = runIds(paths);
  const found =
    id === undefined ? ids.at(-1) : ids.find((name) => name === id || Number(name) === Number(id));
  if (found) return {id: found, run: paths.run(found)};
  const expected = id === undefined ? 'a run' : `a run called \`${id}\``;
  throw new AdlError(
    'RUN_MISSING',
    `Expected ${expected} in ${paths.runs}, found ${ids.join(', ') || 'none'}.`,
    {
      suggestions: [ids.length > 0 ? `--run ${ids.at(-1)}` : 'adl build'],
    },
  );
}

/** Takes a run away as if it had never begun. */
export function removeRun({folder}: RunPaths): void {
  rmSync(folder, {recursive: true, force: true});
}

/** False where another process made the folder first. */
function claimed(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
