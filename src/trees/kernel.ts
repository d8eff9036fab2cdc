import {readFileSync} from 'node:fs';
import {binBytes} from './bin-layout.js';
import {blockWords, Crew, sharedWords} from './crew.js';
import type {Loops} from './kernel-loops.js';
import type {Sums} from './split-rules.js';

/** Bytes of a page, and of a cache line, which what is allocated begins at. */
const [page, line] = [65_536, 64];

/** Rows times blocks, or rows, below which waking other threads takes longer than they save. */
const worthIt = 20_000;

type Numbers = Uint32Array | Int32Array | Float32Array;

/** Some of the rows of a list. */
export interface Stretch {
  of: Uint32Array;
  from: number;
  to: number;
}

let compiled: WebAssembly.Module | undefined;

/** The loops of `kernel.wat`, and a memory of their own in which lies all that they work on. */
export class Kernel {
  readonly #memory: WebAssembly.Memory;
  readonly #loops: Loops;
  readonly #crew: Crew;
  /** Of each piece that is divided, how many rows go left. */
  readonly #lefts: Int32Array;
  /** What a scan finds. */
  readonly #found: Float64Array;
  #end = line;

  /** @param threads that fill histograms together */
  constructor(threads = 1) {
    compiled ??= new WebAssembly.Module(readFileSync(new URL('./kernel.wasm', import.meta.url)));
    this.#memory = new WebAssembly.Memory({initial: 1, maximum: 65_536, shared: true});
    const {exports} = new WebAssembly.Instance(compiled, {env: {memory: this.#memory}});
    this.#loops = exports as unknown as Loops;
    const {work} = this.#loops;
    this.#lefts = this.integers(threads);
    this.#found = this.doubles(4);
    const crew = {shared: this.integers(sharedWords), work};
    this.#crew = new Crew(threads - 1, {module: compiled, memory: this.#memory}, crew);
  }

  get threads(): number {
    return this.#crew.threads;
  }

  /** Ends its threads. */
  close(): void {
    this.#crew.close();
  }

  words(length: number): Uint32Array {
    const at = this.#allocate(4 * length);
    return new Uint32Array(this.#memory.buffer, at, length);
  }

  integers(length: number): Int32Array {
    const at = this.#allocate(4 * length);
    return new Int32Array(this.#memory.buffer, at, length);
  }

  floats(length: number): Float32Array {
    const at = this.#allocate(4 * length);
    return new Float32Array(this.#memory.buffer, at, length);
  }

  doubles(length: number): Float64Array {
    const at = this.#allocate(8 * length);
    return new Float64Array(this.#memory.buffer, at, length);
  }

  bytes(length: number): Uint8Array {
    const at = this.#allocate(length);
    return new Uint8Array(this.#memory.buffer, at, length);
  }

  /** The same memory, as numbers of another kind. */
  signed(words: Uint32Array): Int32Array {
    return new Int32Array(words.buffer, words.byteOffset, words.length);
  }

  /** Puts the pairs of some rows behind one another. */
  gather({of, from, to}: Stretch, pairs: Int32Array, gathered: Int32Array): void {
    const [rows, count] = [of.byteOffset + 4 * from, to - from];
    const size = this.#pieceOf(count);
    if (size >= count) this.#loops.gather(rows, count, pairs.byteOffset, gathered.byteOffset);
    else
      this.#crew.do('gather', Math.ceil(count / size), [
        ...[rows, count, pairs.byteOffset, gathered.byteOffset, size],
      ]);
  }

  /**
   * Adds rows to a histogram, four columns at a time.
   * @param gathered the pairs of the rows, in their order
   * @param list made by `blockList`
   */
  fill({of, from, to}: Stretch, gathered: Int32Array, {words}: {words: Uint32Array}, list: Int32Array): void {
    const [rows, blocks] = [of.byteOffset + 4 * from, list.length / blockWords];
    const facts = [rows, to - from, gathered.byteOffset, words.byteOffset, list.byteOffset];
    this.#crew.do('fill', blocks, facts, (to - from) * blocks >= worthIt);
  }

  /** Of each block its words, and where the bins of its columns begin, in bytes of a histogram. */
  blockList(blocks: readonly Uint32Array[], starts: Int32Array): Int32Array {
    const list = this.integers(blockWords * blocks.length);
    const columns = blockWords - 1;
    for (const [block, {byteOffset}] of blocks.entries())
      list.set([byteOffset, ...starts.subarray(columns * block, columns * (block + 1))], blockWords * block);
    return list;
  }

  /** Takes one histogram from another. */
  subtract(from: Numbers, other: Numbers): void {
    this.#loops.subtract(from.byteOffset, other.byteOffset, from.byteLength);
  }

  /**
   * Puts rows that go left before those that go right, each in the order that they had.
   * @param sides whether a bin goes left, of all 256
   * @returns how many go left
   */
  divide(
    {of, from, to}: Stretch,
    spare: Uint32Array,
    {block, shift, sides}: {block: Uint32Array; shift: number; sides: Uint8Array},
  ): number {
    const count = to - from;
    const size = this.#pieceOf(count);
    const facts = [of.byteOffset + 4 * from, count, spare.byteOffset, block.byteOffset, size];
    const parts = Math.ceil(count / size);
    if (parts > 1)
      this.#crew.do('divide', parts, [...facts, shift, sides.byteOffset, this.#lefts.byteOffset]);
    else this.#lefts[0] = this.#loops.divide(facts[0]!, count, facts[2]!, facts[3]!, shift, sides.byteOffset);
    let left = from + this.#lefts[0]!;
    for (let part = 1; part < parts; part += 1) {
      of.copyWithin(left, from + part * size, from + part * size + this.#lefts[part]!);
      left += this.#lefts[part]!;
    }
    let right = left;
    for (let part = 0; part < parts; part += 1) {
      const length = Math.min(size, count - part * size) - this.#lefts[part]!;
      of.set(spare.subarray(part * size, part * size + length), right);
      right += length;
    }
    return left - from;
  }

  /** Rows that a thread does at a time, of so many: all where they are few. */
  #pieceOf(count: number): number {
    const {threads} = this.#crew;
    return threads === 1 || count < worthIt ? Math.max(1, count) : Math.ceil(count / threads);
  }

  /**
   * The bin of a column of numbers behind which a split gains most, where nothing but rows, hessian and λ binds it.
   * @param at the first bin, of so many
   * @param from what is on the left before it
   */
  scan(
    {words, scales}: {words: Uint32Array; scales: Omit<Sums, 'rows'>},
    {at, bins}: {at: number; bins: number},
    {from, total}: {from: Sums; total: Sums},
    {minRows, minHessian, l2}: {minRows: number; minHessian: number; l2: number},
  ): {bin: number; gain: number; left: Sums} | undefined {
    const bin = this.#loops.scan(
      words.byteOffset + binBytes * at,
      bins,
      from.gradient,
      from.hessian,
      from.rows,
      total.gradient,
      total.hessian,
      total.rows,
      scales.gradient,
      scales.hessian,
      minRows,
      minHessian,
      l2,
      this.#found.byteOffset,
    );
    if (bin < 0) return undefined;
    const [gain, gradient, hessian, rows] = this.#found as unknown as [number, number, number, number];
    return {bin, gain, left: {gradient, hessian, rows}};
  }

  /** Puts e to the power of each of some numbers into their places, right to 1e-14. */
  exp(values: Float64Array): void {
    const {byteOffset, length} = values;
    const size = 2 * Math.ceil(this.#pieceOf(length) / 2);
    if (size >= length) this.#loops.exp(byteOffset, length);
    else this.#crew.do('exp', Math.ceil(length / size), [byteOffset, length, 0, 0, size]);
  }

  /** The largest of some numbers, each without its sign. */
  largest(values: Float32Array): number {
    return this.#loops.largest(values.byteOffset, values.length);
  }

  /** Gradients and hessians, times a scale each, rounded to whole numbers. */
  quantize(
    gradients: Float32Array,
    hessians: Float32Array,
    scales: readonly [number, number],
    pairs: Int32Array,
  ): void {
    const [from, beside] = [gradients.byteOffset, hessians.byteOffset];
    this.#loops.quantize(from, beside, gradients.length, ...scales, pairs.byteOffset);
  }

  /** Puts into a byte of each word the first of rising thresholds that its value does not exceed. */
  search(
    values: Float32Array,
    thresholds: Float32Array,
    missing: number,
    block: Uint32Array,
    shift: number,
  ): void {
    const [at, limits] = [values.byteOffset, thresholds.byteOffset];
    this.#loops.search(at, values.length, limits, missing, block.byteOffset, shift);
  }

  /** Room for so many bytes, filled with zeros, and for a vector more; where it begins. It stays as long as the kernel does. */
  #allocate(bytes: number): number {
    const begin = this.#end;
    const end = Math.ceil((begin + bytes + 16) / line) * line;
    const missing = Math.ceil(end / page) - this.#memory.buffer.byteLength / page;
    if (missing > 0) this.#grow(missing);
    this.#end = end;
    return begin;
  }

  #grow(pages: number): void {
    try {
      this.#memory.grow(pages);
    } catch (cause) {
      throw new Error(`out of memory: no ${pages * page} bytes more for trees`, {cause});
    }
  }
}
