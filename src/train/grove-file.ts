import {readFile} from 'node:fs/promises';
import {z} from 'zod';
import {sha256} from '../base/hash.js';
import {writeWhole} from '../base/whole-file.js';
import type {Grove} from '../trees/ensemble.js';

/** A number that JSON has no sign for: a threshold below which all numbers are. */
const endless = z.literal('inf').transform(() => Number.POSITIVE_INFINITY);

const question = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('numeric'),
    column: z.int(),
    threshold: z.union([z.number(), endless]),
    missing: z.enum(['left', 'right']),
  }),
  z.strictObject({
    kind: z.literal('categorical'),
    column: z.int(),
    codes: z.array(z.int()),
    side: z.enum(['left', 'right']),
  }),
]);

const tree = z.strictObject({
  branches: z.array(
    z.strictObject({question, left: z.int(), right: z.int(), gain: z.number(), cover: z.int()}),
  ),
  leaves: z.array(z.strictObject({value: z.number(), cover: z.int()})),
});

const grove = z.strictObject({
  link: z.enum(['identity', 'exp', 'sigmoid', 'softmax', 'probability']),
  start: z.array(z.number()),
  rounds: z.array(z.array(tree)),
  isMean: z.boolean(),
});

/** Trees, and where they stand. */
export const groveState = z.strictObject({
  /** The configuration that it is of: one that begins with it is another. */
  trial: z.int(),
  grove,
  /** The lowest loss on the validation rows, and the rounds that it took; null where that is not watched. */
  best: z.strictObject({loss: z.number(), rounds: z.int()}).nullable(),
});
export interface GroveState {
  trial: number;
  grove: Grove;
  best: {loss: number; rounds: number} | null;
}

export function groveBytes(state: GroveState): Buffer {
  return Buffer.from(
    JSON.stringify(state, (_, value) => (value === Number.POSITIVE_INFINITY ? 'inf' : value)),
  );
}

export function groveIn(bytes: Uint8Array): GroveState {
  return groveState.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
}

interface Header {
  format: 1;
  kind: 'trees';
  sha256: string;
}

/**
 * Writes trees as a checkpoint is written: one line of JSON with the hash of what follows.
 * @returns the SHA-256 of what follows
 * @throws DISK_FULL
 */
export async function writeGrove(path: string, state: GroveState, halfway?: () => void): Promise<string> {
  const body = groveBytes(state);
  const header: Header = {format: 1, kind: 'trees', sha256: sha256(body)};
  await writeWhole(path, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]), halfway);
  return header.sha256;
}

/** @throws Error when the file is not what was written: torn or damaged. */
export async function readGrove(path: string): Promise<GroveState & {sha256: string; bytes: Buffer}> {
  const content = await readFile(path);
  const end = content.indexOf('\n');
  const header = JSON.parse(content.toString('utf8', 0, end)) as Header;
  const bytes = content.subarray(end + 1);
  if (sha256(bytes) !== header.sha256) throw new Error(`The checkpoint ${path} is damaged.`);
  return {...groveIn(bytes), sha256: header.sha256, bytes};
}

/** The trees that count: those up to the round after which the loss was lowest. */
export function chosenRounds({grove: all, best}: GroveState): Grove {
  return best ? {...all, rounds: all.rounds.slice(0, best.rounds)} : all;
}
