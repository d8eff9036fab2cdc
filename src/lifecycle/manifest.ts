import {basename} from 'node:path';
import {AdlError} from '../base/errors.js';
import {checkManifest, keysWithin, readManifestText} from '../project/manifest.js';
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
 * The project's manifest with every default filled in.
 * @param text of a manifest that is not written yet
 * @throws MANIFEST_SYNTAX, MANIFEST_UNKNOWN_KEY, MANIFEST_INVALID
 */
export function loadManifest(paths: ProjectPaths, text: string = readManifestText(paths.manifest)): Manifest {
  if (isUnbegun(text)) throw unbegun(paths);
  const manifest = checkManifest(paths.manifest, text, manifestSchema);
  return {...manifest, project: manifest.project ?? basename(paths.root)};
}

/** What of the section decides what is built: who is told of it does not. */
export function decidingBuild({tracking, ...deciding}: BuildSection): Omit<BuildSection, 'tracking'> {
  return deciding;
}

/** A manifest that knows of no table yet, such as that of `adl init`, and has no key that should be told of first. */
export function isUnbegun(text: string): boolean {
  return (
    keysWithin(text)?.every((key) => Object.hasOwn(manifestSchema.shape, key) && key !== 'source') ?? false
  );
}

function unbegun({manifest}: ProjectPaths): AdlError {
  return new AdlError(
    'MANIFEST_INVALID',
    `Expected a table and a target in ${manifest}, found no \`source\` there.`,
    {
      suggestions: ['adl source FILE --target COLUMN'],
    },
  );
}
