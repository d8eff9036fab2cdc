import type {Unit} from './shop.js';

/** A clock that runs from the end of one unit to the end of the next, by what units cost. */
export class VirtualTime {
  #now = 0;
  #atWork: {unit: Unit; end: number}[] = [];

  get now(): number {
    return this.#now;
  }

  begin(unit: Unit, cost: number): void {
    this.#atWork.push({unit, end: this.#now + cost});
  }

  /** The units that end next, at the same moment, by their workers; none where none is at work. */
  next(): Unit[] {
    if (this.#atWork.length === 0) return [];
    this.#now = this.#atWork.reduce((soonest, {end}) => Math.min(soonest, end), Number.POSITIVE_INFINITY);
    const ended = this.#atWork.filter(({end}) => end === this.#now);
    this.#atWork = this.#atWork.filter(({end}) => end !== this.#now);
    return ended.map(({unit}) => unit).sort((a, b) => a.worker - b.worker);
  }
}
