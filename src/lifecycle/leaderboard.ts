import {copyFileSync, renameSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {EpochResult} from '../hopper/trial.js';
import type {DecidingMetric, Scores} from '../train/evaluate.js';
import {isBefore, type Standing} from './standing.js';

/** A model that could be chosen. */
export interface Candidate extends Standing {
  /** Whether that was its last epoch. */
  finished: boolean;
  score: number;
  /** Its checkpoint. */
  path: string;
}

/**
 * The best model so far, and its checkpoint.
 *
 * A trial that has ended counts as it ended, when its learning rate had come down: choosing among all its epochs as
 * well would reward luck on the validation rows. One that is still under way, and may be cut off by the budget, counts
 * by its best epoch.
 */
export class Leaderboard {
  readonly #metric: DecidingMetric;
  readonly #folder: string;
  readonly #trials = new Set<number>();
  readonly #underWay = new Map<number, Candidate>();
  #ended: Candidate | undefined;

  /** @param folder where the checkpoints of candidates are kept */
  constructor(metric: DecidingMetric, folder: string) {
    this.#metric = metric;
    this.#folder = folder;
  }

  get best(): Candidate | undefined {
    return [...this.#underWay.values()].reduce<Candidate | undefined>(
      (best, candidate) => (this.#leads(candidate, best) ? candidate : best),
      this.#ended,
    );
  }

  /** How many trials have ended an epoch. */
  get tried(): number {
    return this.#trials.size;
  }

  /** Takes an epoch in; its checkpoint is copied if it may be chosen. */
  enter(result: EpochResult, scores: Scores, model: {finished: boolean; weights: number}): void {
    const {trial, epoch, checkpoint} = result;
    this.#trials.add(trial);
    const path = join(this.#folder, model.finished ? 'best.ckpt' : `best-${trial}.ckpt`);
    const candidate = {trial, epoch, ...model, score: scores[this.#metric.name]!, scores, path};
    const leads = this.#leads(candidate, model.finished ? this.#ended : this.#underWay.get(trial));
    if (leads) copyInto(path, checkpoint);
    if (model.finished) this.drop(trial);
    if (leads && model.finished) this.#ended = candidate;
    else if (leads) this.#underWay.set(trial, candidate);
  }

  /** Forgets a trial that was under way. */
  drop(trial: number): void {
    const candidate = this.#underWay.get(trial);
    this.#underWay.delete(trial);
    if (candidate) rmSync(candidate.path, {force: true});
  }

  /** Removes the checkpoints. */
  clear(): void {
    for (const trial of [...this.#underWay.keys()]) this.drop(trial);
    if (this.#ended) rmSync(this.#ended.path, {force: true});
  }

  #leads(candidate: Candidate, leader: Candidate | undefined): boolean {
    return Number.isFinite(candidate.score) && (!leader || isBefore(this.#metric, candidate, leader));
  }
}

function copyInto(path: string, checkpoint: string): void {
  copyFileSync(checkpoint, `${path}.partial`);
  renameSync(`${path}.partial`, path);
}
