/** A group of rows with equal scores, from the highest score down, with counts of the rows up to and including it. */
export interface Threshold {
  truePositives: number;
  falsePositives: number;
}

/** Every distinct threshold of a binary score, highest first: what ROC and precision–recall curves are made of. */
export function thresholds(target: Float64Array, scores: Float32Array): Threshold[] {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
  const result: Threshold[] = [];
  let [truePositives, falsePositives] = [0, 0];
  order.forEach((row, at) => {
    if (target[row] === 1) truePositives += 1;
    else falsePositives += 1;
    const last = at + 1 === order.length || scores[order[at + 1]!] !== scores[row];
    if (last) result.push({truePositives, falsePositives});
  });
  return result;
}

/** The probability of the second class of two. */
export function positiveScores(predictions: Float32Array): Float32Array {
  return Float32Array.from({length: predictions.length / 2}, (_, row) => predictions[row * 2 + 1]!);
}
