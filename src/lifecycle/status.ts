import {readLock} from '../project/lock.js';
import {projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import type {Host} from './event.js';
import {freshness} from './freshness.js';
import {loadManifest} from './manifest.js';
import {lookAt} from './present.js';

export interface StatusResult {
  stages: {name: 'source' | 'build' | 'deploy'; fresh: boolean; because: string}[];
}

/** Which stages are fresh, which are stale, and why. @throws MANIFEST_MISSING, LOCK_INVALID */
export async function status(host: Host): Promise<StatusResult> {
  const paths = projectPaths(findProject(host.cwd));
  const lock = readLock(paths.lock);
  const stages = freshness(lock, await lookAt(paths, loadManifest(paths), lock));
  return {stages: (['source', 'build', 'deploy'] as const).map((name) => ({name, ...stages[name]}))};
}
