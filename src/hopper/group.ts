import {laneKey} from '../train/lane-key.js';
import type {Trial} from './trial.js';

/** Configurations that are trained together, each a lane of one graph, and hop from shard to shard together. */
export interface Group {
  /** 1 is the first. */
  group: number;
  trials: Trial[];
}

/** Lanes save what a step costs besides arithmetic; beyond so many there is hardly any of that left to save. */
const mostLanes = 16;

/**
 * Weights of all lanes together. Beyond, what a lane does no longer stays in the processor's cache from one operation to
 * the next, and lanes are slower together than one after the other (`npm run bench -- training`: 54-256-256-7).
 */
const mostWeights = 2 ** 18;

/** Groups for each worker, at least: so that one is nearly always ready for it. */
const groupsPerWorker = 2;

/** Lanes of a run that its time may cut off: the more there are, the later the first of them has ended an epoch. */
const mostInTime = 4;

export interface GroupOptions {
  workers: number;
  /** Whether the run may be cut off before all is trained. */
  inTime: boolean;
  /** Lanes that a group may have, where there is not memory for more. */
  lanes?: number | undefined;
}

/**
 * Puts configurations together that can be lanes of one graph, in the order of their numbers: as many as pay, and so few
 * that all workers have groups to train.
 */
export function groupTrials(trials: readonly Trial[], options: GroupOptions): Group[] {
  const groups: Trial[][] = [];
  const open = new Map<string, Trial[]>();
  for (const trial of trials) {
    const key = keyOf(trial);
    const found = open.get(key);
    if (found && found.length < lanesAtMost(trial, trials.length, options)) found.push(trial);
    else {
      const begun = [trial];
      groups.push(begun);
      open.set(key, begun);
    }
  }
  return groups.map((lanes, at) => ({group: at + 1, trials: lanes}));
}

/**
 * How many groups are under way at once. All of them leave workers the least to wait for; but where time may cut a run
 * off, some are brought to their end before others begin, so that there are models whose learning rate has come down.
 */
export function groupsUnderWay(groups: number, {workers, inTime}: GroupOptions): number {
  return inTime ? Math.min(groups, workers + 1) : Number.POSITIVE_INFINITY;
}

/** How many lanes a group of some shape may have, where so many configurations are shared out among the workers. */
export function lanesAtMost(
  {weights}: Trial,
  count: number,
  {workers, inTime, lanes = mostLanes}: GroupOptions,
): number {
  const fair = Math.max(1, Math.floor(count / (groupsPerWorker * workers)));
  return Math.min(fair, lanesThatPay(weights), lanes, inTime ? mostInTime : fair);
}

/** How many models of so many weights are trained faster together than apart. */
export function lanesThatPay(weights: number): number {
  return Math.min(mostLanes, Math.max(1, Math.floor(mostWeights / weights)));
}

const keys = new WeakMap<Trial, string>();

/** What configurations of one graph have in common; trees are grown by themselves. */
export function keyOf(trial: Trial): string {
  const key = keys.get(trial) ?? (trial.trees ? `trees of trial ${trial.trial}` : laneKey(trial));
  keys.set(trial, key);
  return key;
}
