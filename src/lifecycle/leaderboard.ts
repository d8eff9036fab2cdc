import {copyFileSync, renameSync} from 'node:fs';
import type {EpochResult} from '../hopper/trial.js';
import type {Scores} from '../train/evaluate.js';
import type {Metric} from '../train/metrics/metric.js';

export interface Standing {
  trial: number;
  epoch: number;
  score: number;
  scores: Scores;
  /** Of the weights and the optimizer's memory. */
  sha256: string;
}

/**
 * The best epoch of all trials so far, and its checkpoint. Equal scores are decided by the lower trial and then the
 * earlier epoch, so that the order in which results arrive does not matter.
 */
export class Leaderboard {
  readonly #metric: {name: string; metric: Metric};
  readonly #trials = new Set<number>();
  /** Where the best checkpoint is kept. */
  readonly path: string;
  best: Standing | undefined;

  constructor(metric: {name: string; metric: Metric}, path: string) {
    this.#metric = metric;
    this.path = path;
  }

  /** How many trials have ended an epoch. */
  get tried(): number {
    return this.#trials.size;
  }

  /** Takes an epoch in; its checkpoint is copied if it is the best so far. */
  enter({trial, epoch, checkpoint, sha256}: EpochResult, scores: Scores): void {
    this.#trials.add(trial);
    const standing = {trial, epoch, score: scores[this.#metric.name]!, scores, sha256};
    if (!this.#leads(standing)) return;
    copyFileSync(checkpoint, `${this.path}.partial`);
    renameSync(`${this.path}.partial`, this.path);
    this.best = standing;
  }

  #leads(standing: Standing): boolean {
    if (!Number.isFinite(standing.score)) return false;
    if (!this.best) return true;
    if (standing.score === this.best.score)
      return (
        standing.trial < this.best.trial ||
        (standing.trial === this.best.trial && standing.epoch < this.best.epoch)
      );
    const gain = standing.score - this.best.score;
    return this.#metric.metric.direction === 'maximize' ? gain > 0 : gain < 0;
  }
}
