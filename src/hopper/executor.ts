import {existsSync, linkSync} from 'node:fs';
import {averageCopies} from './copies.js';
import type {Lane} from './lane.js';
import {checkpointOf} from './lane-files.js';
import type {Unit} from './shop.js';
import {carryOut, takeKnown, type WorkOptions} from './unit-work.js';

/** What has units done. */
export interface Execution {
  /** Resolves when the unit has ended, or was not begun as the run is over. */
  begin(unit: Unit, lanes: readonly Lane[]): Promise<void>;
  /** Resolves when all units of these that were begun have ended. */
  settled(lanes: readonly Lane[]): Promise<void>;
  allSettled(): Promise<void>;
  /** Has a configuration begin where another one is now. */
  clone(lane: Lane, parent: Lane): void;
}

/**
 * Has units done by a pool of workers: each when its worker and its configurations are free, in the order in which they
 * were begun. Every start and end goes into the journal. A configuration that diverges or breaks is left out from then
 * on; the others go on.
 */
export class Executor implements Execution {
  readonly #options: WorkOptions;
  readonly #processes = new Map<number, Promise<void>>();
  readonly #lanes = new Map<Lane, Promise<void>>();
  readonly #phases = new Map<string, Promise<void>>();

  /** All configurations that had a unit begun. */
  readonly lanes = new Set<Lane>();
  readonly #ended = new Set<Promise<void>>();
  #ids: number;

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#ids = options.known.nextId;
  }

  begin(unit: Unit, lanes: readonly Lane[]): Promise<void> {
    const {together, processOf} = this.#options;
    const ready = together ? this.#phase(unit, lanes) : this.settled(lanes);
    const process = processOf(unit.worker);
    // Shares of the validation rows are scored at the same time, but the one that the epoch ends with.
    const before = [this.#processes.get(process), ready, unit.ends ? this.settled(lanes) : undefined];
    let onFree = () => {};
    const freed = new Promise<void>((resolve) => (onFree = resolve));
    const ended = Promise.all(before).then(() => this.#carryOut(unit, lanes, onFree));
    this.#processes.set(process, awaited(Promise.race([freed, ended])));
    this.#ended.add(ended);
    // One that failed is kept: whoever waits for all has to hear of it.
    ended.then(
      () => this.#ended.delete(ended),
      () => {},
    );
    const others = together ? lanes.map((lane) => this.#lanes.get(lane)) : [];
    const all = awaited(Promise.all([ended, ...others]).then(() => {}));
    for (const lane of lanes) {
      this.#lanes.set(lane, all);
      this.lanes.add(lane);
    }
    return ended;
  }

  async settled(lanes: readonly Lane[]): Promise<void> {
    await Promise.all(lanes.map((lane) => this.#lanes.get(lane)));
  }

  async allSettled(): Promise<void> {
    await Promise.all(this.#ended);
  }

  clone(lane: Lane, parent: Lane): void {
    const path = checkpointOf(this.#options, lane.trial.trial, 0);
    if (parent.checkpoint === null)
      throw new Error(`Trial ${parent.trial.trial} has no state to begin with.`);
    const from = parent.checkpoint;
    const linked = this.#options.room.for(path, () => {
      if (!existsSync(path)) linkSync(from, path);
    });
    this.#lanes.set(lane, awaited(linked));
    Object.assign(lane, {checkpoint: path, sha256: parent.sha256});
  }

  /**
   * Where a group visits all shards at once: its copies begin when what was before them has ended, and what comes after
   * them when they have ended and been averaged.
   */
  #phase({group, epoch, kind}: Unit, lanes: readonly Lane[]): Promise<void> {
    const name = `${group}/${epoch}/${kind}`;
    const known = this.#phases.get(name);
    if (known) return known;
    const before = this.settled(lanes);
    const ready = kind === 'train' ? before : before.then(() => averageCopies(this.#options, lanes));
    this.#phases.set(name, awaited(ready));
    return ready;
  }

  async #carryOut(unit: Unit, all: readonly Lane[], onFree: () => void): Promise<void> {
    const {known, onlyKnown, shouldStop, room} = this.#options;
    const lanes = all.filter(({out}) => !out);
    if (lanes.length === 0) return this.#skip(unit);
    const found = known.unit(unit);
    if (found && !known.mustRedo(unit) && known.hasScores(unit, lanes))
      return takeKnown(this.#options, unit, lanes, found);
    await room.open();
    if (shouldStop() || (onlyKnown && !found)) return;
    this.#ids += 1;
    await carryOut(this.#options, lanes, {...unit, id: this.#ids - 1}, {known: found, onFree});
  }

  /** Where the order goes past a unit whose configurations have all failed, those that keep to a journal do so too. */
  #skip({group, epoch, worker, shard, kind, ends}: Unit): void {
    this.#options.journal.append('unit-skipped', {group, epoch, worker, shard, kind, ends});
  }
}

/** A promise of which whoever waits for it hears how it ended, and nobody has to. */
function awaited(promise: Promise<void>): Promise<void> {
  promise.catch(() => {});
  return promise;
}
