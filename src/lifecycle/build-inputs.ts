import {AdlError} from '../base/errors.js';
import {type SnapshotSchema, verifySnapshot} from '../data/snapshot.js';
import {readLock} from '../project/lock.js';
import {type ProjectPaths, projectPaths} from '../project/paths.js';
import {findProject} from '../project/root.js';
import type {Host} from './event.js';
import {loadManifest, type Manifest} from './manifest.js';

/** The project and the snapshot that a build is given. */
export interface BuildInputs {
  paths: ProjectPaths;
  manifest: Manifest;
  /** Of the snapshot. */
  folder: string;
  snapshot: SnapshotSchema;
}

/** @throws MANIFEST_MISSING, SNAPSHOT_MISSING, SNAPSHOT_DAMAGED */
export async function readBuildInputs(host: Host): Promise<BuildInputs> {
  const paths = projectPaths(findProject(host.cwd));
  const manifest = loadManifest(paths);
  const name = readLock(paths.lock).source?.outputs.snapshot;
  if (typeof name !== 'string')
    throw new AdlError(
      'SNAPSHOT_MISSING',
      'Expected a snapshot of the data, found none: `adl source` has not run.',
      {
        suggestions: ['adl source'],
      },
    );
  const folder = paths.snapshot(name);
  return {paths, manifest, folder, snapshot: await verifySnapshot(folder)};
}
