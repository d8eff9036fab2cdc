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

  it.each([1, 2, 3])('fill and subtract, with %i threads', (threads) => {
    const shared = new Kernel(threads);
    const copied = (values: Uint32Array) => {
      const own = shared.words(values.length);
      own.set(values);
      return own;
    };
    const blocks = [0, 1, 2].map((turn) =>
      copied(block.map((word) => (word << (8 * turn)) | (word >>> (32 - 8 * turn)))),
    );
    const starts = Int32Array.from({length: 12}, (_, column) => 16 * 256 * column);
    const list = shared.blockList(blocks, starts);
    // Enough rows for threads to be woken.
    const many = copied(Uint32Array.from({length: 40_000}, (_, at) => own[at % own.length]!));
    const rowPairs = shared.integers(2 * rows);
    rowPairs.set(pairs);
    const [all, part, rest] = [0, 0, 0].map(() => shared.words(4 * 12 * 256)) as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ];
    const filled = (words: Uint32Array, from: number, to: number) => {
      const own = {of: many, from, to};
      const room = shared.integers(2 * many.length);
      shared.gather(own, rowPairs, room);
      shared.fill(own, room, {words}, list);
    };
    for (let turn = 0; turn < 20; turn += 1) {
      all.fill(0);
      filled(all, 0, many.length);
    }
    const expected = new BigInt64Array(2 * 12 * 256);
    for (const row of many)
      for (const [at, words] of blocks.entries())
        for (let column = 0; column < 4; column += 1) {
          const bin = 256 * (4 * at + column) + ((words[row]! >>> (8 * column)) & 255);
          expected[2 * bin]! += BigInt(pairs[2 * row]!);
          expected[2 * bin + 1]! += BigInt(pairs[2 * row + 1]!) + 2n ** 40n;
        }
    expect(new BigInt64Array(all.buffer, all.byteOffset, expected.length)).toEqual(expected);
    filled(part, 0, 15_000);
    filled(rest, 15_000, many.length);
    shared.subtract(all, part);
    expect(all).toEqual(rest);
    shared.close();
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
