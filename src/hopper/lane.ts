import type {Trial} from './trial.js';

/** A configuration on its way through the hopper. */
export interface Lane {
  trial: Trial;
  /** By what number the search knows it; a person's configurations it does not know. */
  asked?: number;
  /** Epochs that it is to have in all, as things stand. */
  until: number;
  /** Epochs that the order of units has behind it. */
  epochs: number;
  /** Epochs whose results are there. */
  ended: number;
  /** Why it is no longer trained, where it is not. */
  out?: 'failed' | 'stopped';
  /** What the last epoch that ended is worth by the metric that decides. */
  value?: number;
  /** Shards trained on. */
  visits: number;
  /** The state to go on from; null before the first visit of a configuration that begins anew. */
  checkpoint: string | null;
  sha256: string;
  /** Of this epoch: Σ loss × rows, and the files of predictions by their shard. */
  loss: number;
  predictions: string[];
}

export function newLane(trial: Trial, until: number): Lane {
  return {
    ...{trial, until, epochs: 0, ended: 0, visits: 0},
    ...{checkpoint: null, sha256: '', loss: 0, predictions: []},
  };
}
