import {Worker} from 'node:worker_threads';

/** Words of what threads share, as `kernel.wat` has them; behind them what a task is about. */
const [task, next, pieces, done, stop, kind, about] = [0, 1, 2, 3, 4, 5, 6];

/** What is done, by its number in `kernel.wat`. */
const kinds = {fill: 0, gather: 1, divide: 2, exp: 3};

/** Milliseconds after which a thread that waits looks again. */
const patience = 1000;

/** Words of what threads share, and of a block in the list. */
export const [sharedWords, blockWords] = [16, 5];

/** All that such a thread does: the kernel's own loop, over the memory of the one that started it. */
const program = `
  const {workerData: {module, memory, at}} = require('node:worker_threads');
  new WebAssembly.Instance(module, {env: {memory}}).exports.serve(at);
`;

/**
 * Threads that work over one memory. What they share out is done by one of them each, a block of columns or some rows, and what
 * comes of it is the same with any number of threads.
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

  get threads(): number {
    return this.#helpers.length + 1;
  }

  /**
   * Has so many pieces done.
   * @param facts what the kind takes, as `kernel.wat` has it
   * @param isWorthIt whether others are woken for it
   */
  do(what: keyof typeof kinds, count: number, facts: readonly number[], isWorthIt = true): void {
    const shared = this.#shared;
    shared[next] = 0;
    shared[done] = 0;
    shared[pieces] = count;
    shared[kind] = kinds[what];
    for (let at = 0; at < facts.length; at += 1) shared[about + at] = facts[at]!;
    const helped = isWorthIt && this.#helpers.length > 0 && count > 1;
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
