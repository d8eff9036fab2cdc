import {copyFileSync, renameSync} from 'node:fs';
import type {EpochResult} from '../hopper/trial.js';
import type {DecidingMetric, Scores} from '../train/evaluate.js';
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
 * The best epoch of all trials so far, and its checkpoint. Equal scores, which are common where a metric counts rows,
 * are decided by what training makes small, then by the lower trial and the earlier epoch: the order in which results
 * arrive does not matter.
 */
export class Leaderboard {
  readonly #metric: DecidingMetric;
  readonly #trials = new Set<number>();
  /** Where the best checkpoint is kept. */
  readonly path: string;
  best: Standing | undefined;

  constructor(metric: DecidingMetric, path: string) {
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
    const {metric, criterion} = this.#metric;
    const order = [
      compare(metric.direction, standing.score, this.best.score),
      compare('minimize', standing.scores[criterion]!, this.best.scores[criterion]!),
      compare('minimize', standing.trial, this.best.trial),
      compare('minimize', standing.epoch, this.best.epoch),
    ];
    return (order.find((sign) => sign !== 0) ?? 0) > 0;
  }
}

/** Above 0 where `a` is better than `b`. */
function compare(direction: Metric['direction'], a: number, b: number): number {
  return direction === 'maximize' ? a - b : b - a;
}
