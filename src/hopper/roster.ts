import {type GroupOptions, groupTrials, keyOf, lanesAtMost} from './group.js';
import type {Lane} from './lane.js';

export interface RosterOptions extends GroupOptions {
  /** Whether a configuration that fails keeps its place to its end: then who trains when is known without a look at it. */
  keepsFailed: boolean;
  /** Whether a group may become a part of another where lanes have left. */
  merges: boolean;
}

/**
 * Which configurations train together. A group keeps its lanes for an epoch; then those that are done leave, and those of
 * the same shape that wait take their places.
 */
export class Roster {
  readonly #options: RosterOptions;
  readonly #groups = new Map<number, readonly Lane[]>();
  #waiting: Lane[] = [];
  #last = 0;

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  /** Configurations that are trained or wait for it. */
  get size(): number {
    return [...this.#groups.values()].reduce((sum, {length}) => sum + length, this.#waiting.length);
  }

  /** Has a configuration wait for a place; one that goes on at once keeps the place that it has. */
  wait(lane: Lane): void {
    if (!this.trains(lane)) this.#waiting.push(lane);
  }

  /** Takes a configuration out that waits; false where it does not. */
  withdraw(lane: Lane): boolean {
    const waits = this.#waiting.includes(lane);
    this.#waiting = this.#waiting.filter((other) => other !== lane);
    return waits;
  }

  /** Whether it is in a group. */
  trains(lane: Lane): boolean {
    return [...this.#groups.values()].some((lanes) => lanes.includes(lane));
  }

  /** @throws Error for a group that is not there */
  lanes(group: number): readonly Lane[] {
    const lanes = this.#groups.get(group);
    if (!lanes) throw new Error(`There is no group ${group}.`);
    return lanes;
  }

  /** The lanes of a group for its next epoch; none where it is over. */
  next(group: number): readonly Lane[] {
    const staying = this.lanes(group).filter(
      (lane) => this.#isIn(lane) && !lane.isStopped && lane.epochs < lane.until,
    );
    const kept = this.#mergers(group, staying) ? [] : staying;
    if (kept.length < staying.length) this.#waiting.push(...staying);
    const [first] = kept;
    const boarding = first ? this.#boarding(first, kept.length) : [];
    this.#waiting = this.#waiting.filter((lane) => !boarding.includes(lane));
    const lanes = [...kept, ...boarding];
    if (lanes.length > 0) this.#groups.set(group, lanes);
    else this.#groups.delete(group);
    return lanes;
  }

  /** New groups of those that wait and find no group of their shape with a place to come. */
  form(): number[] {
    const stranded = this.#waiting.filter((lane) => this.#room(lane) === 0);
    this.#waiting = this.#waiting.filter((lane) => !stranded.includes(lane));
    const lanes = new Map(stranded.map((lane) => [lane.trial, lane]));
    return groupTrials([...lanes.keys()], this.#options).map(({trials}) => {
      this.#last += 1;
      this.#groups.set(
        this.#last,
        trials.map((trial) => lanes.get(trial)!),
      );
      return this.#last;
    });
  }

  #isIn({out}: Lane): boolean {
    return !out || (out === 'failed' && this.#options.keepsFailed);
  }

  /** Whether a group is better off as a part of another: there are more than workers need, and one has room for it. */
  #mergers(group: number, lanes: readonly Lane[]): boolean {
    const [first] = lanes;
    const {merges, workers} = this.#options;
    if (!first || !merges || this.#groups.size <= 2 * workers) return false;
    return this.#alike(first, group).some((other) => other.length + lanes.length <= this.#limit(first));
  }

  #boarding(first: Lane, taken: number): Lane[] {
    const alike = this.#waiting.filter((lane) => keyOf(lane.trial) === keyOf(first.trial));
    return alike.slice(0, Math.max(0, this.#limit(first) - taken));
  }

  /** Places that will come free for a lane in groups of its shape, as far as that can be told. */
  #room(lane: Lane): number {
    if (this.#groups.size < 2 * this.#options.workers) return 0;
    return this.#alike(lane).reduce((sum, {length}) => sum + Math.max(0, this.#limit(lane) - length), 0);
  }

  #alike(lane: Lane, without?: number): (readonly Lane[])[] {
    return [...this.#groups].flatMap(([group, lanes]) =>
      group !== without && keyOf(lanes[0]!.trial) === keyOf(lane.trial) ? [lanes] : [],
    );
  }

  #limit({trial}: Lane): number {
    return lanesAtMost(trial, this.size, this.#options);
  }
}
