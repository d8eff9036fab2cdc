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
  #ended: Candidate | undefined;
  #underWay: Candidate | undefined;

  /** @param folder where the checkpoints of the best are kept */
  constructor(metric: DecidingMetric, folder: string) {
    this.#metric = metric;
    this.#folder = folder;
  }

  get best(): Candidate | undefined {
    if (!this.#ended || !this.#underWay) return this.#ended ?? this.#underWay;
    return isBefore(this.#metric, this.#underWay, this.#ended) ? this.#underWay : this.#ended;
  }

  /** How many trials have ended an epoch. */
  get tried(): number {
    return this.#trials.size;
  }

  /** Takes an epoch in; its checkpoint is copied if it leads. */
  enter(result: EpochResult, scores: Scores, model: {finished: boolean; weights: number}): void {
    const {trial, epoch, checkpoint} = result;
    this.#trials.add(trial);
    if (model.finished && this.#underWay?.trial === trial) this.#underWay = undefined;
    const path = join(this.#folder, model.finished ? 'best.ckpt' : 'best-under-way.ckpt');
    const standing = {trial, epoch, ...model, score: scores[this.#metric.name]!, scores, path};
    if (!Number.isFinite(standing.score)) return;
    const leader = model.finished ? this.#ended : this.#underWay;
    if (leader && !isBefore(this.#metric, standing, leader)) return;
    copyFileSync(checkpoint, `${path}.partial`);
    renameSync(`${path}.partial`, path);
    if (model.finished) this.#ended = standing;
    else this.#underWay = standing;
  }

  /** Removes the checkpoints. */
  clear(): void {
    for (const name of ['best.ckpt', 'best-under-way.ckpt']) rmSync(join(this.#folder, name), {force: true});
  }
}
