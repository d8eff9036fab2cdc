import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import {AdlError} from '../base/errors.js';
import {type FileFacts, fileFacts} from '../data/file.js';
import type {Lock, Stage} from '../project/lock.js';
import type {ProjectPaths} from '../project/paths.js';
import {isScaffold} from '../serving/scaffold.js';
import type {Present} from './freshness.js';
import type {Manifest} from './manifest.js';
import {referencesIn} from './rules-in-project.js';

/**
 * Looks at what a project holds now.
 * @param known of the file, where it was looked at already
 */
export async function lookAt(
  paths: ProjectPaths,
  manifest: Manifest,
  lock: Lock,
  known?: FileFacts,
): Promise<Present> {
  const {uri} = Object.values(manifest.source.tables)[0]!;
  const file = known ?? (await factsOf(resolve(paths.root, uri)));
  return {
    ...{manifest, file, references: await referenceDigests(paths, manifest)},
    ...{exists: whatExists(paths, lock), hasService: hasService(paths, manifest)},
  };
}

/** Of each table that rules compare with, by its name; null where it is not there. */
export async function referenceDigests(
  paths: ProjectPaths,
  {source}: Manifest,
): Promise<Present['references']> {
  const digests: Present['references'] = {};
  for (const {name, path} of referencesIn(paths, source))
    digests[name] = (await factsOf(path))?.digest ?? null;
  return digests;
}

function whatExists(paths: ProjectPaths, lock: Lock): Record<Stage, boolean> {
  const {source, build, deploy} = lock;
  const [snapshot, run, version] = [source?.outputs.snapshot, build?.outputs.run, deploy?.outputs.version];
  return {
    source: typeof snapshot === 'string' && existsSync(`${paths.snapshot(snapshot)}/schema.json`),
    build: typeof run === 'string' && existsSync(paths.run(run).result),
    deploy: version !== undefined && existsSync(paths.model(String(version)).onnx),
  };
}

/** Whether the service is there that the manifest asks for, if it asks for one. */
function hasService({root}: ProjectPaths, {deploy: {to}}: Manifest): boolean {
  return to === undefined || isScaffold(resolve(root, to));
}

/** Undefined for a file that is not there or is none: to read it would say so. */
async function factsOf(path: string): Promise<FileFacts | undefined> {
  try {
    return await fileFacts(path);
  } catch (error) {
    if (error instanceof AdlError) return undefined;
    throw error;
  }
}
