import {readFile} from 'node:fs/promises';
import {sha256} from '../base/hash.js';
import {writeWhole} from '../base/whole-file.js';
import type {TrainingState} from './fit.js';

interface Header {
  format: 1;
  step: number;
  parameters: number;
  slots: readonly string[];
  sha256: string;
}

/**
 * Writes a state beside its final place and renames it there, so that a reader sees all of it or none. The file is one
 * line of JSON, then float32 vectors: the parameters and each slot, little-endian.
 * @param halfway called when half of it is on disk
 * @returns the SHA-256 of the vectors.
 * @throws DISK_FULL
 */
export async function writeCheckpoint(
  path: string,
  state: TrainingState,
  halfway?: () => void,
): Promise<string> {
  const body = Buffer.concat([state.parameters, ...Object.values(state.slots)].map(bytes));
  const header: Header = {
    format: 1,
    step: state.step,
    parameters: state.parameters.length,
    slots: Object.keys(state.slots),
    sha256: sha256(body),
  };
  await writeWhole(path, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]), halfway);
  return header.sha256;
}

/** @throws Error when the file is not what was written: torn or damaged. */
export async function readCheckpoint(path: string): Promise<TrainingState & {sha256: string}> {
  const content = await readFile(path);
  const end = content.indexOf('\n');
  const header = JSON.parse(content.toString('utf8', 0, end)) as Header;
  const body = content.subarray(end + 1);
  if (sha256(body) !== header.sha256) throw new Error(`The checkpoint ${path} is damaged.`);
  const length = 4 * header.parameters;
  const vector = (at: number) => floatsOf(body.subarray(at * length, (at + 1) * length));
  const slots = Object.fromEntries(header.slots.map((name, at) => [name, vector(at + 1)]));
  return {parameters: vector(0), slots, step: header.step, sha256: header.sha256};
}

/** The hash of a network's state, or of trees. @throws Error when the file is not what was written */
export async function checkpointHash(path: string): Promise<string> {
  const content = await readFile(path);
  const end = content.indexOf('\n');
  const {sha256: written} = JSON.parse(content.toString('utf8', 0, end)) as Pick<Header, 'sha256'>;
  if (sha256(content.subarray(end + 1)) !== written) throw new Error(`The checkpoint ${path} is damaged.`);
  return written;
}

export function bytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy, since a file's bytes need not lie where floats may. */
export function floatsOf(content: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(content).buffer);
}
