import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {canonicalJson} from './json.js';

/** SHA-256 in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** SHA-256 of a value's canonical JSON. */
export function digest(value: unknown): string {
  return sha256(canonicalJson(value));
}

/**
 * SHA-256 of a file, read as a stream.
 * @param tell called with the number of bytes that were read so far
 */
export async function sha256File(path: string, tell: (bytes: number) => void = () => {}): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    tell(bytes);
  }
  return hash.digest('hex');
}
