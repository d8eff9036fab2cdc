import {orderedKeys, radixSorted} from '../base/radix-sort.js';
import type {Scored} from './metrics/metric.js';

/**
 * Rows by their score, highest first: counts of those up to and including each group of rows with equal scores. What ROC
 * and precision–recall curves are made of.
 */
export interface Ranking {
  /** Groups; only so many of each list count. */
  length: number;
  truePositives: Uint32Array;
  falsePositives: Uint32Array;
}

const known = new WeakMap<Float32Array, {target: Float64Array; ranking: Ranking}>();

/** The ranking by the probability of the second class of two. Several metrics of the same predictions sort them once. */
export function rankingOf({target, predictions}: Pick<Scored, 'target' | 'predictions'>): Ranking {
  const found = known.get(predictions);
  if (found?.target === target) return found.ranking;
  const ranking = ranked(target, predictions);
  known.set(predictions, {target, ranking});
  return ranking;
}

/** Scores of either class are sorted by themselves, and counted down together. */
function ranked(target: Float64Array, predictions: Float32Array): Ranking {
  const positives = radixSorted(keysOf(target, predictions, true));
  const negatives = radixSorted(keysOf(target, predictions, false));
  const ranking = {
    length: 0,
    truePositives: new Uint32Array(target.length),
    falsePositives: new Uint32Array(target.length),
  };
  let [positive, negative] = [positives.length, negatives.length];
  while (positive > 0 || negative > 0) {
    const key = Math.max(positives[positive - 1] ?? 0, negatives[negative - 1] ?? 0);
    while (positive > 0 && positives[positive - 1] === key) positive -= 1;
    while (negative > 0 && negatives[negative - 1] === key) negative -= 1;
    ranking.truePositives[ranking.length] = positives.length - positive;
    ranking.falsePositives[ranking.length] = negatives.length - negative;
    ranking.length += 1;
  }
  return ranking;
}

/** The scores of one class, in a form in which whole numbers are ordered as scores are. */
function keysOf(target: Float64Array, predictions: Float32Array, isSecond: boolean): Uint32Array {
  const scores = new Float32Array(target.length);
  let count = 0;
  for (let row = 0; row < target.length; row += 1) {
    if ((target[row] === 1) !== isSecond) continue;
    scores[count] = predictions[row * 2 + 1]!;
    count += 1;
  }
  return orderedKeys(scores.subarray(0, count));
}
