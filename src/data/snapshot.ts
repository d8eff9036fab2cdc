import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {z} from 'zod';
import {AdlError} from '../base/errors.js';
import {digest, sha256File} from '../base/hash.js';
import type {Json} from '../base/json.js';
import {shellWord} from '../base/shell-word.js';

const partSchema = z.strictObject({path: z.string(), rows: z.int(), sha256: z.string()});

/** `raw` holds the raw columns of the same rows in the same order, and the target. */
const splitSchema = z.strictObject({rows: z.int(), parts: z.array(partSchema), raw: partSchema});

const statisticsSchema = z.strictObject({
  mean: z.number(),
  scale: z.number(),
  median: z.number(),
  missing: z.number(),
});

const representationSchema = z.strictObject({
  scale: z.string(),
  fitted: z.record(z.string(), z.union([z.number(), z.array(z.number())])),
  fill: z.number(),
  indicator: z.boolean(),
});

const encodedSchema = z.strictObject({
  name: z.string(),
  encoding: z.discriminatedUnion('kind', [
    z.strictObject({kind: z.literal('numeric')}),
    z.strictObject({kind: z.literal('code'), size: z.int()}),
  ]),
  statistics: statisticsSchema.optional(),
  /** Left out where it is the usual one. */
  representation: representationSchema.optional(),
});

const encoderSchema = z.strictObject({
  encode: z.string(),
  tables: z.array(z.strictObject({name: z.string(), numbers: z.array(z.number().nullable())})),
});

const columnSchema = z.strictObject({
  name: z.string(),
  raw: z.enum(['number', 'string']),
  role: z.enum(['feature', 'target', 'dropped', 'left-out']),
  type: z.string(),
  confidence: z.number(),
  reason: z.string(),
  fitted: z.json().optional(),
  /** Left out where a column's codes stay. */
  encoder: encoderSchema.optional(),
  encoded: z.array(encodedSchema).optional(),
});

/** What a snapshot is, in `schema.json` beside its parts. */
const snapshotSchema = z.strictObject({
  format: z.literal(1),
  digest: z.string(),
  rows: z.int(),
  dataset: z.strictObject({rows: z.int(), columns: z.int(), digest: z.string(), file: z.string()}),
  target: z.strictObject({
    column: z.string(),
    labels: z.array(z.string()).optional(),
    mean: z.number().optional(),
    scale: z.number().optional(),
  }),
  task: z.enum(['classification', 'regression']),
  columns: z.array(columnSchema),
  splits: z.strictObject({train: splitSchema, validation: splitSchema, test: splitSchema}),
});

export type SnapshotSchema = z.infer<typeof snapshotSchema>;
export type SnapshotColumn = z.infer<typeof columnSchema>;
export type SnapshotSplit = z.infer<typeof splitSchema>;
export type SnapshotPart = z.infer<typeof partSchema>;

/** @throws SNAPSHOT_MISSING, SNAPSHOT_DAMAGED */
export function readSnapshot(folder: string): SnapshotSchema {
  const path = join(folder, 'schema.json');
  if (!existsSync(path))
    throw new AdlError('SNAPSHOT_MISSING', `Expected a snapshot in ${folder}, found none.`, {
      suggestions: ['adl source'],
    });
  const schema = snapshotSchema.safeParse(parsed(folder, path));
  if (!schema.success) throw damaged(folder, path, schema.error);
  if (snapshotDigest(schema.data) !== schema.data.digest) throw damaged(folder, path);
  return schema.data;
}

/** The name of a snapshot: the digest of its schema, in which the digest of every part stands. */
export function snapshotDigest({digest: _digest, ...content}: SnapshotSchema): string {
  return digest(content as unknown as Json);
}

/** Reads every part again and compares its digest. @throws SNAPSHOT_MISSING, SNAPSHOT_DAMAGED */
export async function verifySnapshot(folder: string): Promise<SnapshotSchema> {
  const schema = readSnapshot(folder);
  for (const {parts, raw} of Object.values(schema.splits))
    for (const part of [...parts, raw]) {
      const path = join(folder, part.path);
      if (!isFile(path) || (await sha256File(path)) !== part.sha256) throw damaged(folder, path);
    }
  return schema;
}

function isFile(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isFile() ?? false;
}

function parsed(folder: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw damaged(folder, path, error);
  }
}

function damaged(folder: string, path: string, cause?: unknown): AdlError {
  return new AdlError(
    'SNAPSHOT_DAMAGED',
    `Expected ${path} as \`adl source\` wrote it; it is missing or was changed.`,
    {suggestions: [`rm -r ${shellWord(folder)} && adl source`], cause},
  );
}
