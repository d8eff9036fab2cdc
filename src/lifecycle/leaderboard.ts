import type {DecidingMetric, Scores} from '../train/evaluate.js';
import {isBefore, type Standing} from './standing.js';

/** A model that could be chosen. */
export interface Candidate extends Standing {
  /** Whether that was its last epoch. */
  finished: boolean;
  score: number;
}

/** An epoch of a trial. */
export interface Ended {
  trial: number;
  epoch: number;
  weights: number;
  /** Whether it was the last. */
  finished: boolean;
}

/** What an epoch changes: the model that could be chosen now, and those that no longer can. */
export interface Change {
  taken?: Candidate;
  dropped: Candidate[];
}

/**
 * The best model so far.
 *
 * A trial that has ended counts as it ended, when its learning rate had come down: choosing among all its epochs as
 * well would reward luck on the validation rows. One that is still under way, and may be cut off by the budget, counts
 * by its best epoch.
 */
export class Leaderboard {
  readonly #metric: DecidingMetric;
  readonly #trials = new Set<number>();
  readonly #underWay = new Map<number, Candidate>();
  #ended: Candidate | undefined;

  constructor(metric: DecidingMetric) {
    this.#metric = metric;
  }

  get best(): Candidate | undefined {
    return [...this.#underWay.values()].reduce<Candidate | undefined>(
      (best, candidate) => (this.#leads(candidate, best) ? candidate : best),
      this.#ended,
    );
  }

  /** All that may be the best in the end. */
  get candidates(): Candidate[] {
    return [...this.#underWay.values(), ...(this.#ended ? [this.#ended] : [])];
  }

  /** How many trials have ended an epoch. */
  get tried(): number {
    return this.#trials.size;
  }

  enter(ended: Ended, scores: Scores): Change {
    const {trial, finished} = ended;
    this.#trials.add(trial);
    const candidate = {...ended, score: scores[this.#metric.name]!, scores};
    const before = finished ? this.#ended : this.#underWay.get(trial);
    const leads = this.#leads(candidate, before);
    const dropped = finished ? this.drop(trial) : [];
    if (!leads) return {dropped};
    if (finished) this.#ended = candidate;
    else this.#underWay.set(trial, candidate);
    return {taken: candidate, dropped: before ? [...dropped, before] : dropped};
  }

  /** Forgets a trial that was under way. */
  drop(trial: number): Candidate[] {
    const candidate = this.#underWay.get(trial);
    this.#underWay.delete(trial);
    return candidate ? [candidate] : [];
  }

  #leads(candidate: Candidate, leader: Candidate | undefined): boolean {
    return Number.isFinite(candidate.score) && (!leader || isBefore(this.#metric, candidate, leader));
  }
}
