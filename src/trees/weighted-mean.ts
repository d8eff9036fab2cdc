/** Σ wx / Σ w. */
export function weightedMean(values: Float64Array, weights: Float32Array): number {
  let [sum, all] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    sum += weights[at]! * values[at]!;
    all += weights[at]!;
  }
  return sum / all;
}
