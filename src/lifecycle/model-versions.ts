import {statSync} from 'node:fs';
import {readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {sha256} from '../base/hash.js';
import type {ModelSignature} from '../base/signature.js';
import type {Exported} from '../export/formats/format.js';
import {makeFolder, namesIn} from '../project/folder.js';
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

const signatureSchema: z.ZodType<ModelSignature> = z.strictObject({
  name: z.string(),
  version: z.string(),
  adl: z.string(),
  task: z.enum(['classification', 'regression']),
  inputs: z.array(z.strictObject({name: z.string(), datatype: z.enum(['FP64', 'BYTES'])})),
  outputs: z.array(
    z.strictObject({name: z.string(), datatype: z.enum(['FP32', 'BYTES']), shape: z.array(z.int())}),
  ),
  labels: z.array(z.string()).optional(),
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
    {suggestions: [versions.length > 0 ? `--model ${versions.at(-1)}` : 'adl deploy']},
  );
}

/** What a version holds. */
export interface ModelContent {
  bytes: Buffer;
  signature: ModelSignature;
}

/**
 * The file and the signature of a version, as they were written.
 * @throws MODEL_DAMAGED
 */
export async function readModel({version, files}: ModelVersion): Promise<ModelContent> {
  try {
    const record = recordSchema.parse(JSON.parse(await readFile(files.parity, 'utf8')));
    const bytes = await readFile(files.onnx);
    if (sha256(bytes) !== record.sha256) throw new Error(`${files.onnx} was changed.`);
    const signature = signatureSchema.parse(JSON.parse(await readFile(files.signature, 'utf8')));
    return {bytes, signature};
  } catch (error) {
    throw new AdlError(
      'MODEL_DAMAGED',
      `Expected version ${version} in ${files.folder} as \`adl deploy\` wrote it; it is incomplete or was changed.`,
      {suggestions: ['adl deploy'], cause: error},
    );
  }
}

/** The newest version, if it is whole and holds this very model. */
export async function sameModel(paths: ProjectPaths, exported: Exported): Promise<ModelVersion | undefined> {
  const version = modelVersions(paths).at(-1);
  if (version === undefined) return undefined;
  const found = {version, files: paths.model(version)};
  const content = await readModel(found).catch(() => undefined);
  if (!content || sha256(content.bytes) !== sha256(exported.bytes)) return undefined;
  const expected = signatureText({...exported.signature, version});
  return signatureText(content.signature) === expected ? found : undefined;
}

/** The name of the version after the newest. */
export function nextVersion(paths: ProjectPaths): string {
  return String(Number(versionNames(paths).at(-1) ?? 0) + 1);
}

/** Writes a version whole or not at all. */
export async function writeModel(
  paths: ProjectPaths,
  {bytes, signature}: Exported,
  {parity, run, snapshot}: {parity: Parity; run: string; snapshot: string},
): Promise<ModelVersion> {
  const {version} = signature;
  makeFolder(paths.models);
  const draft = join(paths.models, `.draft-${process.pid}`);
  await rm(draft, {recursive: true, force: true});
  makeFolder(draft);
  const record = {run, snapshot, sha256: sha256(bytes), ...parity} satisfies z.infer<typeof recordSchema>;
  await writeFile(join(draft, 'model.onnx'), bytes);
  await writeFile(join(draft, 'signature.json'), signatureText(signature));
  await writeFile(join(draft, 'parity.json'), `${JSON.stringify(record, undefined, 2)}\n`);
  await rename(draft, paths.model(version).folder);
  return {version, files: paths.model(version)};
}

function modelVersions(paths: ProjectPaths): string[] {
  return versionNames(paths).filter((name) => statSync(paths.model(name).folder).isDirectory());
}

function versionNames(paths: ProjectPaths): string[] {
  return namesIn(paths.models)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b));
}
