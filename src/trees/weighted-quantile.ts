/**
 * The value below which a share of the weight lies: between the middles of two neighbours' weights, linear. With equal
 * weights the median of an even number of values is their middle two's mean.
 * @param share from 0 to 1
 */
export function weightedQuantile(values: Float64Array, weights: Float32Array, share: number): number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  let [before, place, value] = [0, Number.NaN, Number.NaN];
  for (const at of order) {
    const middle = (before + weights[at]! / 2) / all;
    if (middle >= share)
      return Number.isNaN(place)
        ? values[at]!
        : value + ((share - place) / (middle - place)) * (values[at]! - value);
    before += weights[at]!;
    [place, value] = [middle, values[at]!];
  }
  return value;
}
