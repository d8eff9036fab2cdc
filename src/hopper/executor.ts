import {existsSync, linkSync} from 'node:fs';
import type {Lane} from './lane.js';
import type {Unit} from './shop.js';
import {carryOut, checkpointOf, takeKnown, type WorkOptions} from './unit-work.js';

/**
 * Has units done: each when its worker and its configurations are free, in the order in which they were begun. Every start and
 * end goes into the journal. A configuration that diverges or breaks is left out from then on; the others go on.
 */
export class Executor {
  readonly #options: WorkOptions;
  readonly #workers = new Map<number, Promise<void>>();
  readonly #lanes = new Map<Lane, Promise<void>>();
  #ids: number;

  constructor(options: WorkOptions) {
    this.#options = options;
    this.#ids = options.known.nextId;
  }

  /** Resolves when the unit has ended, or was not begun as the run is over. */
  begin(unit: Unit, lanes: readonly Lane[]): Promise<void> {
    const before = [this.#workers.get(unit.worker), ...lanes.map((lane) => this.#lanes.get(lane))];
    const ended = Promise.all(before).then(() => this.#carryOut(unit, lanes));
    this.#workers.set(unit.worker, ended);
    for (const lane of lanes) this.#lanes.set(lane, ended);
    // Whoever waits for it is told; nobody has to.
    ended.catch(() => {});
    return ended;
  }

  /** Resolves when all units of these that were begun have ended. */
  async settled(lanes: readonly Lane[]): Promise<void> {
    await Promise.all(lanes.map((lane) => this.#lanes.get(lane)));
  }

  async allSettled(): Promise<void> {
    await Promise.all(this.#workers.values());
  }

  /** Has a configuration begin where another one is now. */
  clone(lane: Lane, parent: Lane): void {
    const path = checkpointOf(this.#options, lane, 0);
    if (parent.checkpoint === null)
      throw new Error(`Trial ${parent.trial.trial} has no state to begin with.`);
    if (!existsSync(path)) linkSync(parent.checkpoint, path);
    Object.assign(lane, {checkpoint: path, sha256: parent.sha256});
  }

  async #carryOut(unit: Unit, all: readonly Lane[]): Promise<void> {
    const {known, shouldStop} = this.#options;
    const lanes = all.filter(({out}) => !out);
    if (lanes.length === 0) return;
    const found = known.unit(unit);
    if (found && !known.mustRedo(unit)) return takeKnown(this.#options, unit, lanes, found);
    if (shouldStop()) return;
    this.#ids += 1;
    await carryOut(this.#options, lanes, {...unit, id: this.#ids - 1}, found);
  }
}
