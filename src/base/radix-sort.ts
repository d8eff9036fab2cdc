/** Bits of a key that one pass puts in order: their counts stay in the nearest cache. */
const bits = 11;
const buckets = 2 ** bits;

/**
 * Whole numbers below 2³², in rising order: least significant digits first (Knuth, TAOCP 3, §5.2.5). Several times as fast
 * as comparing, from a few hundred on.
 */
export function radixSorted(keys: Uint32Array): Uint32Array {
  let [from, to]: [Uint32Array, Uint32Array] = [keys, new Uint32Array(keys.length)];
  const spare = new Uint32Array(keys.length);
  for (let shift = 0; shift < 32; shift += bits) {
    distribute(from, to, shift);
    [from, to] = [to, from === keys ? spare : from];
  }
  return from;
}

function distribute(from: Uint32Array, to: Uint32Array, shift: number): void {
  const ends = new Uint32Array(buckets);
  for (let at = 0; at < from.length; at += 1) ends[(from[at]! >>> shift) & (buckets - 1)]! += 1;
  for (let bucket = 0, begin = 0; bucket < buckets; bucket += 1) {
    const count = ends[bucket]!;
    ends[bucket] = begin;
    begin += count;
  }
  for (let at = 0; at < from.length; at += 1) {
    const key = from[at]!;
    const bucket = (key >>> shift) & (buckets - 1);
    to[ends[bucket]!] = key;
    ends[bucket]! += 1;
  }
}

/**
 * Whole numbers that are ordered as floats are. The two zeros have one; negative NaNs come before all numbers, others after.
 */
export function orderedKeys(values: Float32Array): Uint32Array {
  const floats = new Float32Array(values.length);
  // Adding 0 makes one number of the two zeros.
  for (let at = 0; at < floats.length; at += 1) floats[at] = values[at]! + 0;
  const keys = new Uint32Array(floats.buffer);
  for (let at = 0; at < keys.length; at += 1) {
    const found = keys[at]!;
    keys[at] = found >= 0x80000000 ? 0xffffffff - found : found + 0x80000000;
  }
  return keys;
}

/** The floats that have these keys. */
export function floatsOf(keys: Uint32Array): Float32Array {
  const bits = new Uint32Array(keys.length);
  for (let at = 0; at < bits.length; at += 1) {
    const key = keys[at]!;
    bits[at] = key >= 0x80000000 ? key - 0x80000000 : 0xffffffff - key;
  }
  return new Float32Array(bits.buffer);
}
