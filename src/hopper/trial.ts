import type {TreesRecipe} from '../train/trees-recipe.js';
import type {LaneOfUnit} from '../train/unit.js';

/** A configuration: a network, or trees. */
export type Trial = NetworkTrial | TreesTrial;

interface TrialFacts {
  trial: number;
  family: string;
  parameters: Record<string, string | number | boolean>;
  /** How many numbers of it are learned: weights, or leaves. */
  weights: number;
  /** The trial with whose weights and optimizer memory it begins, and after which of its epochs. */
  parent?: {trial: number; epoch: number};
}

/** What is trained by steps over one shard after the other. */
export interface NetworkTrial extends TrialFacts {
  layers: LaneOfUnit['layers'];
  training: LaneOfUnit['training'];
  /** Steps of all its epochs. */
  steps: number;
  trees?: never;
}

/** What is grown over all rows at once. */
export interface TreesTrial extends TrialFacts {
  trees: TreesRecipe;
}

/** What an epoch of a trial came to. */
export interface EpochResult {
  trial: number;
  epoch: number;
  /** Whether the trial is trained to its end with it. */
  isLast: boolean;
  /** The mean training loss over the epoch's rows. */
  loss: number;
  /** The checkpoint after the epoch, and the SHA-256 of its weights and optimizer memory. */
  checkpoint: string;
  sha256: string;
  /** The files of validation predictions: one, or one for each shard where rows are shared out. */
  predictions: string[];
}

/** Why a trial is left out; with the stack of the error that a worker met, if it met one. */
export interface TrialFailure {
  reason: string;
  stack?: string;
}
