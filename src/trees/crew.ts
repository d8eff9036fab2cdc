import {Worker} from 'node:worker_threads';

/** Words of what threads share, as `kernel.wat` has them. */
const [task, next, blocks, done, rows, count, pairs, histogram, list, stop] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Milliseconds after which a thread that waits looks again. */
const patience = 1000;

/** Rows times blocks below which waking others takes longer than they save. */
const worthIt = 20_000;

/** Words of what threads share, and of a block in the list. */
export const [sharedWords, blockWords] = [10, 5];

/** All that such a thread does: the kernel's own loop, over the memory of the one that started it. */
const program = `
  const {workerData: {module, memory, at}} = require('node:worker_threads');
  new WebAssembly.Instance(module, {env: {memory}}).exports.serve(at);
`;

/** What is filled: as places in the kernel's memory. */
export interface Filling {
  rows: number;
  count: number;
  pairs: number;
  histogram: number;
  list: number;
  blocks: number;
}

/**
 * Threads that fill histograms together over one memory. Each block of columns is filled by one of them, and sums are of
 * whole numbers: what comes of it is the same with any number of threads.
 */
export class Crew {
  readonly #shared: Int32Array;
  readonly #work: (at: number) => void;
  readonly #helpers: Worker[];

  /** @param shared so many words in the memory, all 0 */
  constructor(
    helpers: number,
    {module, memory}: {module: WebAssembly.Module; memory: WebAssembly.Memory},
    {shared, work}: {shared: Int32Array; work: (at: number) => void},
  ) {
    this.#shared = shared;
    this.#work = work;
    const workerData = {module, memory, at: shared.byteOffset};
    this.#helpers = Array.from({length: helpers}, () => {
      const worker = new Worker(program, {eval: true, workerData});
      // It sleeps where nothing is asked of it, and keeps no process from its end.
      worker.unref();
      return worker;
    });
  }

  fill(filling: Filling): void {
    const shared = this.#shared;
    shared[next] = 0;
    shared[done] = 0;
    shared[blocks] = filling.blocks;
    shared[rows] = filling.rows;
    shared[count] = filling.count;
    shared[pairs] = filling.pairs;
    shared[histogram] = filling.histogram;
    shared[list] = filling.list;
    const helped =
      this.#helpers.length > 0 && filling.blocks > 1 && filling.count * filling.blocks >= worthIt;
    if (helped) this.#post();
    this.#work(shared.byteOffset);
    if (!helped) return;
    for (
      let ended = Atomics.load(shared, done);
      ended < this.#helpers.length;
      ended = Atomics.load(shared, done)
    )
      Atomics.wait(shared, done, ended, patience);
  }

  close(): void {
    Atomics.store(this.#shared, stop, 1);
    this.#post();
  }

  #post(): void {
    Atomics.add(this.#shared, task, 1);
    Atomics.notify(this.#shared, task);
  }
}
