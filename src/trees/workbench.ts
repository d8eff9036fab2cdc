import {binBytes} from './bin-layout.js';
import type {BinnedTable} from './binned-table.js';
import {binStarts, type Histogram, newHistogram} from './histogram.js';
import type {Kernel} from './kernel.js';

/**
 * Rows whose derivatives are made at a time: by one thread so few that what is made of them meanwhile stays in the nearest
 * cache; by several so many that it is worth it to share them out.
 */
const atOnce = {alone: 1024, together: 65_536};

/** What is made for one output: the derivatives of all rows, and room for what is made of a few on the way. */
export interface OutputRoom {
  gradients: Float32Array;
  hessians: Float32Array;
  room: Float64Array;
}

/** A table in a kernel's memory, and all that it takes to grow trees over it: made once, and used for one tree after the other. */
export class Workbench {
  readonly kernel: Kernel;
  readonly table: BinnedTable;
  /** Where the bins of each column begin. */
  readonly starts: Int32Array;
  /** The blocks of the table, as the kernel takes them. */
  readonly list: Int32Array;
  /** Rows by leaf. */
  readonly order: Uint32Array;
  readonly spare: Uint32Array;
  /** Gradient and hessian of each row as whole numbers, and those of a node's rows, in their order. */
  readonly pairs: Int32Array;
  readonly gathered: Int32Array;
  /** Whether each bin goes left. */
  readonly sides: Uint8Array;
  readonly #free: Omit<Histogram, 'scales'>[] = [];
  readonly #outputs: OutputRoom[] = [];

  constructor(kernel: Kernel, table: BinnedTable) {
    this.kernel = kernel;
    this.table = table;
    this.starts = binStarts(table);
    this.list = kernel.blockList(
      table.blocks,
      this.starts.map((start) => binBytes * start),
    );
    this.order = kernel.words(table.rows);
    this.spare = kernel.words(table.rows);
    this.pairs = kernel.integers(2 * table.rows);
    this.gathered = kernel.integers(2 * table.rows);
    this.sides = kernel.bytes(256);
  }

  takeHistogram(): Omit<Histogram, 'scales'> {
    return this.#free.pop() ?? newHistogram(this.kernel, this.starts);
  }

  giveBack({kernel, words, signed}: Omit<Histogram, 'scales'>): void {
    this.#free.push({kernel, words, signed});
  }

  outputs(count: number): readonly OutputRoom[] {
    const {rows} = this.table;
    while (this.#outputs.length < count)
      this.#outputs.push({
        gradients: this.kernel.floats(rows),
        hessians: this.kernel.floats(rows),
        room: this.kernel.doubles(Math.min(rows, this.kernel.threads > 1 ? atOnce.together : atOnce.alone)),
      });
    return this.#outputs.slice(0, count);
  }
}
