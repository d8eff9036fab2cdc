import {basename} from 'node:path';
import {readManifest} from '../project/manifest.js';
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

/** The project's manifest with every default filled in. @throws what `readManifest` throws */
export function loadManifest(paths: ProjectPaths): Manifest {
  const manifest = readManifest(paths.manifest, manifestSchema);
  return {...manifest, project: manifest.project ?? basename(paths.root)};
}
