import {createHash} from 'node:crypto';

/** A seeded stream of random numbers. Equal seeds and labels give equal streams, on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of it. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Uniform integer in [0, below). */
  integer(below: number): number;
}

/**
 * The stream of a seed and a path of labels, such as `randomStream(7, 'trial', 3, 'order')`. Streams of different
 * labels are independent: the labels are hashed to the generator's whole state.
 */
export function randomStream(seed: number, ...labels: (string | number)[]): Random {
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, ...labels]))
    .digest();
  const uniform = sfc32(
    hash.readUInt32LE(0),
    hash.readUInt32LE(4),
    hash.readUInt32LE(8),
    hash.readUInt32LE(12),
  );
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (below) => Math.floor(uniform() * below),
  };
}

/** A permutation of 0 … length − 1 (Fisher and Yates). */
export function permutation(length: number, random: Random): Uint32Array {
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i += 1) order[i] = i;
  for (let i = length - 1; i > 0; i -= 1) {
    const j = random.integer(i + 1);
    const held = order[i]!;
    order[i] = order[j]!;
    order[j] = held;
  }
  return order;
}

/** Chris Doty-Humphrey's "small fast counter", 32-bit variant (PractRand). */
function sfc32(a: number, b: number, c: number, counter: number): () => number {
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
}
