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

/**
 * Each row is one number, its score in a form in which whole numbers are ordered as scores are, and its class in the last bit:
 * numbers are sorted without a function that compares them, several times as fast.
 */
function ranked(target: Float64Array, predictions: Float32Array): Ranking {
  const rows = target.length;
  const keys = new Float64Array(rows);
  const [score, bits] = [new Float32Array(1), new Uint32Array(1)];
  const view = new DataView(score.buffer);
  for (let row = 0; row < rows; row += 1) {
    // Adding 0 makes one number of the two zeros.
    score[0] = predictions[row * 2 + 1]! + 0;
    bits[0] = view.getUint32(0, true);
    const ordered = bits[0]! >= 0x80000000 ? 0xffffffff - bits[0]! : bits[0]! + 0x80000000;
    keys[row] = ordered * 2 + (target[row] === 1 ? 1 : 0);
  }
  return counted(keys.sort());
}

/** @param keys in rising order */
function counted(keys: Float64Array): Ranking {
  const ranking = {
    length: 0,
    truePositives: new Uint32Array(keys.length),
    falsePositives: new Uint32Array(keys.length),
  };
  let [positives, negatives] = [0, 0];
  for (let at = keys.length - 1; at >= 0; at -= 1) {
    const key = keys[at]!;
    if (key % 2 === 1) positives += 1;
    else negatives += 1;
    if (at > 0 && Math.floor(keys[at - 1]! / 2) === Math.floor(key / 2)) continue;
    ranking.truePositives[ranking.length] = positives;
    ranking.falsePositives[ranking.length] = negatives;
    ranking.length += 1;
  }
  return ranking;
}
