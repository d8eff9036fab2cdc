import {existsSync, readdirSync} from 'node:fs';
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {sha256} from '../base/hash.js';
import type {ModelSignature} from '../base/signature.js';
import type {Exported} from '../export/formats/format.js';
import type {ModelPaths, ProjectPaths} from '../project/paths.js';
import {signatureText} from '../serving/render.js';
import type {Parity} from './parity.js';

/** `parity.json`: where a version comes from and how it was checked. */
const recordSchema = z.object({
  run: z.string(),
  snapshot: z.string(),
  sha256: z.string(),
  rows: z.int(),
  max_difference: z.number(),
});

export interface ModelVersion {
  version: string;
  files: ModelPaths;
}

/**
 * The version of this name, or the newest.
 * @throws MODEL_MISSING
 */
export function findModel(paths: ProjectPaths, version?: string): ModelVersion {
  const versions = modelVersions(paths);
  const found = version === undefined ? versions.at(-1) : versions.find((name) => name === version);
  if (found !== undefined) return {version: found, files: paths.model(found)};
  const expected = version === undefined ? 'a deployed model' : `a model version \`${version}\``;
  throw new AdlError(
    'MODEL_MISSING',
    `Expected ${expected} in ${paths.models}, found ${versions.join(', ') || 'none'}.`,
    {suggestions: versions.length > 0 ? [`Use one of: ${versions.join(', ')}.`] : ['adl deploy']},
  );
}

/** The signature of a version. */
export async function readSignature({files}: ModelVersion): Promise<ModelSignature> {
  return JSON.parse(await readFile(files.signature, 'utf8')) as ModelSignature;
}

/** The newest version, if it holds this very file. */
export async function sameModel(paths: ProjectPaths, bytes: Uint8Array): Promise<ModelVersion | undefined> {
  const newest = modelVersions(paths).at(-1);
  if (newest === undefined) return undefined;
  const files = paths.model(newest);
  const record = recordSchema.safeParse(JSON.parse(await readFile(files.parity, 'utf8')));
  const isSame = record.success && record.data.sha256 === sha256(bytes) && existsSync(files.onnx);
  return isSame ? {version: newest, files} : undefined;
}

/** The name of the version after the newest. */
export function nextVersion(paths: ProjectPaths): string {
  return String(Number(modelVersions(paths).at(-1) ?? 0) + 1);
}

/** Writes a version whole or not at all. */
export async function writeModel(
  paths: ProjectPaths,
  {bytes, signature}: Exported,
  {parity, run, snapshot}: {parity: Parity; run: string; snapshot: string},
): Promise<ModelVersion> {
  const {version} = signature;
  const draft = join(paths.models, `.draft-${process.pid}`);
  await rm(draft, {recursive: true, force: true});
  await mkdir(draft, {recursive: true});
  const record = {run, snapshot, sha256: sha256(bytes), ...parity} satisfies z.infer<typeof recordSchema>;
  await writeFile(join(draft, 'model.onnx'), bytes);
  await writeFile(join(draft, 'signature.json'), signatureText(signature));
  await writeFile(join(draft, 'parity.json'), `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(draft, paths.model(version).folder);
  return {version, files: paths.model(version)};
}

function modelVersions(paths: ProjectPaths): string[] {
  if (!existsSync(paths.models)) return [];
  return readdirSync(paths.models)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
}
