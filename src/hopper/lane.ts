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
  /** Whether it is left out: it diverged, or its units broke. */
  out?: 'failed';
  /** Whether the search or a person has had it stopped: it leaves its group when the epoch is over. */
  isStopped?: boolean;
  /** Epochs with which it is trained to its end. */
  full: number;
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

/** @param full epochs of a configuration that is trained to its end */
export function newLane(trial: Trial, until: number, full: number): Lane {
  return {
    ...{trial, until, full, epochs: 0, ended: 0, visits: 0},
    ...{checkpoint: null, sha256: '', loss: 0, predictions: []},
  };
}
