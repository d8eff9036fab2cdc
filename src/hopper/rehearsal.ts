import type {Random} from '../base/random.js';
import type {Execution} from './executor.js';
import type {Lane} from './lane.js';
import type {Unit} from './shop.js';

/** What a search would have done: every unit, and the configurations that it was done for. */
export interface Rehearsed {
  unit: Unit;
  lanes: readonly Lane[];
}

/** Does nothing, at once. What an epoch is worth is drawn, so that a search that listens has something to decide by. */
export class Rehearsal implements Execution {
  readonly units: Rehearsed[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  async begin(unit: Unit, lanes: readonly Lane[]): Promise<void> {
    this.units.push({unit, lanes});
    if (!unit.ends) return;
    for (const lane of lanes) {
      lane.ended += 1;
      lane.value = this.#random.uniform();
    }
  }

  async settled(): Promise<void> {}

  async allSettled(): Promise<void> {}

  clone(): void {}
}
