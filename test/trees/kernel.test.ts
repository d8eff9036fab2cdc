import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import wabt from 'wabt';
import {randomStream} from '../../src/base/random.js';
import {Kernel} from '../../src/trees/kernel.js';

const folder = new URL('../../src/trees/', import.meta.url);

it('is what kernel.wat says: `npm run kernel` makes it anew', async () => {
  const {parseWat} = await wabt();
  const text = readFileSync(new URL('kernel.wat', folder), 'utf8');
  const module = parseWat('kernel.wat', text, {threads: true, simd: true, bulk_memory: true});
  const {buffer} = module.toBinary({});
  expect(Buffer.from(buffer).equals(readFileSync(new URL('kernel.wasm', folder)))).toBe(true);
});

describe('the loops do what plain ones do', () => {
  const kernel = new Kernel();
  const random = randomStream(8);
  const rows = 1003;
  const order = kernel.words(rows);
  order.set(Uint32Array.from({length: rows}, (_, at) => at).filter(() => random.uniform() < 0.7));
  const count = order.findLastIndex((row) => row > 0) + 1;
  const stretch = {of: order, from: 5, to: count};
  const own = [...order.subarray(5, count)];
  const block = kernel.words(rows);
  for (let row = 0; row < rows; row += 1) block[row] = random.integer(2 ** 32);
  const [gradients, hessians] = [kernel.floats(rows), kernel.floats(rows)];
  for (let row = 0; row < rows; row += 1) {
    gradients[row] = random.normal();
    hessians[row] = random.uniform();
  }
  const pairs = kernel.integers(2 * rows);
  kernel.quantize(gradients, hessians, [2 ** 20, 2 ** 15], pairs);
  const gathered = kernel.integers(2 * rows);
  kernel.gather(stretch, pairs, gathered);

  it('largest, quantize and gather', () => {
    expect(kernel.largest(gradients)).toBe(Math.max(...gradients.map(Math.abs)));
    for (let row = 0; row < rows; row += 1) {
      expect(Math.abs(pairs[2 * row]! - gradients[row]! * 2 ** 20)).toBeLessThanOrEqual(0.5);
      expect(Math.abs(pairs[2 * row + 1]! - hessians[row]! * 2 ** 15)).toBeLessThanOrEqual(0.5);
    }
    for (const [at, row] of own.entries())
      expect([gathered[2 * at], gathered[2 * at + 1]]).toEqual([pairs[2 * row], pairs[2 * row + 1]]);
  });

  it('fill and subtract', () => {
    const starts = Int32Array.of(0, 256, 512, 768).map((start) => 4 * start);
    const [words, other] = [kernel.words(4 * 1024), kernel.words(4 * 1024)];
    kernel.fill(stretch, gathered, block, {words}, starts, 0);
    const expected = Array.from({length: 1024}, () => [0n, 0n] as [bigint, bigint]);
    for (const row of own)
      for (let column = 0; column < 4; column += 1) {
        const bin = expected[256 * column + ((block[row]! >>> (8 * column)) & 255)]!;
        bin[0] += BigInt(pairs[2 * row]!);
        bin[1] += BigInt(pairs[2 * row + 1]!) + 2n ** 40n;
      }
    const found = new BigInt64Array(words.buffer, words.byteOffset, 2048);
    expect([...found]).toEqual(expected.flat());
    kernel.fill({of: order, from: 5, to: 100}, gathered, block, {words: other}, starts, 0);
    kernel.subtract(words, other);
    kernel.fill(
      {of: order, from: 100, to: count},
      gathered.subarray(2 * 95),
      block,
      {words: other.fill(0)},
      starts,
      0,
    );
    expect(words).toEqual(other);
  });

  it('divide', () => {
    const sides = kernel.bytes(256);
    for (let bin = 0; bin < 256; bin += 1) sides[bin] = random.integer(2);
    const goesLeft = (row: number) => sides[(block[row]! >>> 16) & 255] === 1;
    const left = kernel.divide(stretch, kernel.words(rows), {block, shift: 16, sides});
    expect([...order.subarray(5, count)]).toEqual([
      ...own.filter(goesLeft),
      ...own.filter((row) => !goesLeft(row)),
    ]);
    expect(left).toBe(own.filter(goesLeft).length);
  });

  it('exp', () => {
    const values = kernel.doubles(2001);
    for (let at = 0; at < values.length; at += 1) values[at] = (at - 1000) * 0.7;
    const expected = values.map(Math.exp);
    kernel.exp(values);
    for (const [at, value] of values.entries())
      expect(Math.abs(value / expected[at]! - 1)).toBeLessThan(2e-14);
    const beyond = kernel.doubles(3);
    beyond.set([-1000, 5000, Number.NaN]);
    kernel.exp(beyond);
    expect([...beyond]).toEqual([expect.closeTo(0, 300), expect.any(Number), Number.NaN]);
    expect(beyond[1]!).toBeGreaterThan(8e307);
  });

  it('search', () => {
    const values = kernel.floats(rows);
    const thresholds = kernel.floats(256);
    thresholds.fill(Number.POSITIVE_INFINITY).set(Array.from({length: 254}, (_, at) => at / 10 - 12));
    for (let row = 0; row < rows; row += 1)
      values[row] =
        row % 5 === 0 ? Number.NaN : row % 3 === 0 ? thresholds[row % 254]! : 20 * random.normal();
    values[1] = Number.POSITIVE_INFINITY;
    values[2] = Number.NEGATIVE_INFINITY;
    const bins = kernel.words(rows).fill(0xff0000ff);
    kernel.search(values, thresholds, 255, bins, 8);
    for (const [row, value] of values.entries()) {
      const below = thresholds.subarray(0, 254).filter((threshold) => value > threshold).length;
      const bin = Number.isNaN(value) ? 255 : below;
      expect(bins[row]).toBe((0xff0000ff | (bin << 8)) >>> 0);
    }
  });

  it('grows, and leaves what there was', () => {
    const before = order.slice();
    const large = kernel.doubles(2 ** 18);
    large.fill(1);
    expect(order).toEqual(before);
    expect(large.at(-1)).toBe(1);
  });
});
