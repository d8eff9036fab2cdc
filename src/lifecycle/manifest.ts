import {basename} from 'node:path';
import {checkManifest, readManifest} from '../project/manifest.js';
import type {ProjectPaths} from '../project/paths.js';
import {
  type BuildSection,
  type DeploySection,
  manifestSchema,
  type SourceSection,
} from './manifest-schema.js';

export interface Manifest {
  project: string;
  source: SourceSection;
  build: BuildSection;
  deploy: DeploySection;
}

/**
 * The project's manifest with every default filled in; `text` instead of what is written, where it is given.
 * @throws MANIFEST_SYNTAX, MANIFEST_UNKNOWN_KEY, MANIFEST_INVALID
 */
export function loadManifest(paths: ProjectPaths, text?: string): Manifest {
  const manifest =
    text === undefined
      ? readManifest(paths.manifest, manifestSchema)
      : checkManifest(paths.manifest, text, manifestSchema);
  return {...manifest, project: manifest.project ?? basename(paths.root)};
}
