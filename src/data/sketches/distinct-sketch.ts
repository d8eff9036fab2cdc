/**
 * How many different values there are, by HyperLogLog (Flajolet et al. 2007): of the hashes that fall into a register, the
 * most zeros at the beginning and one more. Sketches merge by the larger of two registers; the standard error is 1.04/√m,
 * 1.6% with m = 4096 registers.
 */
export interface DistinctSketch {
  /** What hashed: sketches of different hashes cannot be merged. */
  hash: string;
  /** The registers as bytes in base 64. */
  registers: string;
}

const bits = 12;
const registerCount = 2 ** bits;

/** The hash of a value, as SQL; NULL for none. Twice: the first bits of short texts that are alike are alike after one. */
export function hashSql(x: string): string {
  return `CASE WHEN ${x} IS NOT NULL THEN hash(hash(${x})) END`;
}

/** The register of a hash, as SQL: its first 12 bits. */
export function registerSql(hash: string): string {
  return `CAST(${hash} >> ${64 - bits} AS INTEGER)`;
}

/** Of the hashes of a register, as SQL: the most zeros at the beginning of their other bits, and one more. */
export function zerosSql(hash: string): string {
  // The smallest has the most, and the length of its binary form tells how many.
  const rest = `min(${hash} & ${2n ** BigInt(64 - bits) - 1n})`;
  return `${64 - bits + 1} - CASE WHEN ${rest} = 0 THEN 0 ELSE CAST(floor(log2(${rest})) AS INTEGER) + 1 END`;
}

export function distinctSketch(
  hash: string,
  rows: readonly {register: number; zeros: number}[],
): DistinctSketch {
  const registers = new Uint8Array(registerCount);
  for (const {register, zeros} of rows) registers[register] = zeros;
  return {hash, registers: Buffer.from(registers).toString('base64')};
}

/** Undefined for sketches of different hashes. */
export function mergeDistinct(one: DistinctSketch, other: DistinctSketch): DistinctSketch | undefined {
  if (one.hash !== other.hash) return undefined;
  const [a, b] = [registersOf(one), registersOf(other)];
  return {
    hash: one.hash,
    registers: Buffer.from(a.map((zeros, at) => Math.max(zeros, b[at]!))).toString('base64'),
  };
}

/** The estimate of figure 3 of the paper, by linear counting where it is small; with 64 bits none is too large. */
export function distinctEstimate(sketch: DistinctSketch): number {
  const registers = registersOf(sketch);
  const m = registerCount;
  const alpha = 0.7213 / (1 + 1.079 / m);
  const raw = (alpha * m * m) / registers.reduce((sum, zeros) => sum + 2 ** -zeros, 0);
  const empty = registers.filter((zeros) => zeros === 0).length;
  return Math.round(raw <= 2.5 * m && empty > 0 ? m * Math.log(m / empty) : raw);
}

function registersOf({registers}: DistinctSketch): Uint8Array {
  return new Uint8Array(Buffer.from(registers, 'base64'));
}
