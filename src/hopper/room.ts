import {rmSync, statfsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {isDiskFull, type Need, needOf} from '../base/whole-file.js';
import type {Journal} from '../project/journal.js';

export interface RoomOptions {
  /** Where a run keeps its files. */
  folder: string;
  journal: {path: string} & Pick<Journal, 'catchUp'>;
  /** What may be at work at once, and so need as much room each. */
  workers: number;
  signal?: AbortSignal | undefined;
  /** Milliseconds. */
  now: () => number;
  /** Told when the run pauses, with what it needs in all; now and then while it does; and when it goes on. */
  onPause: (need: Need) => void;
  onStill: (need: Need, milliseconds: number) => void;
  onGoOn: () => void;
}

/** Milliseconds between two looks, and looks between two times that somebody is told. */
const [every, toldEvery] = [1000, 4];

/** Bytes that are left free besides: the journal grows too. */
const margin = 2 ** 18;

/** Bytes that are written to see whether they can be: what the system says of free room need not be true of this user. */
const mostTried = 2 ** 26;

/** The room on the disk that a run writes to. Where there is none, it waits, and all that goes on in it. */
export class Room {
  readonly #options: RoomOptions;
  readonly #needs = new Set<Need>();
  #pause: Promise<void> | undefined;
  #paused = 0;

  constructor(options: RoomOptions) {
    this.#options = options;
  }

  /** Milliseconds that the run has been paused in all. */
  get paused(): number {
    return this.#paused;
  }

  /** Resolves when the run is not paused. @throws the signal's reason */
  async open(): Promise<void> {
    while (this.#pause) await this.#pause;
  }

  /** Waits until there is room for this, and for all else that waits. @throws the signal's reason */
  async wait(need: Need): Promise<void> {
    this.#needs.add(need);
    this.#pause ??= this.#waited({...need, bytes: need.bytes * this.#options.workers + margin});
    await this.#pause;
  }

  /** Does something, again and again until there is room for it. @throws what else it throws */
  async for<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
    for (;;) {
      await this.open();
      try {
        return await work();
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        await this.wait(needOf(error) ?? {path, bytes: 0});
      }
    }
  }

  /** Waits until all is on disk that the journal was told. */
  async written(): Promise<void> {
    const {path, catchUp} = this.#options.journal;
    for (let bytes = catchUp(); bytes > 0; bytes = catchUp()) await this.wait({path, bytes});
  }

  async #waited(need: Need): Promise<void> {
    const {signal, now, onPause, onStill, onGoOn} = this.#options;
    const begun = now();
    onPause(need);
    for (let looks = 1; ; looks += 1) {
      await pause(every, undefined, {signal});
      if (this.#isThere()) break;
      if (looks % toldEvery === 0) onStill(need, now() - begun);
    }
    this.#paused += now() - begun;
    this.#needs.clear();
    this.#pause = undefined;
    onGoOn();
  }

  #isThere(): boolean {
    const {folder, journal} = this.#options;
    const bytes = [...this.#needs].reduce((sum, need) => sum + need.bytes, margin);
    const {blocks, bavail, bsize} = statfsSync(folder);
    // Some disks do not say how large they are.
    if (blocks > 0 && bavail * bsize < bytes) return false;
    return journal.catchUp() === 0 && canWrite(join(folder, 'room.partial'), Math.min(bytes, mostTried));
  }
}

function canWrite(path: string, bytes: number): boolean {
  try {
    writeFileSync(path, Buffer.alloc(bytes, 1));
    return true;
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    return false;
  } finally {
    rmSync(path, {force: true});
  }
}
