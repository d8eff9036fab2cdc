/** A mean with the ends of its interval. */
export interface Interval {
  mean: number;
  low: number;
  high: number;
}

/**
 * The interval of a mean of differences between two models over the same splits, by the corrected resampled t-test (Nadeau and
 * Bengio 2003, section 3.2): splits share training rows, so that the variance of the mean is (1/J + test/train) s².
 * @param share test rows over training rows
 * @param level such as 0.95
 */
export function correctedInterval(differences: readonly number[], share: number, level: number): Interval {
  const count = differences.length;
  const mean = differences.reduce((sum, one) => sum + one, 0) / count;
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (count - 1);
  const reach = studentQuantile((1 + level) / 2, count - 1) * Math.sqrt((1 / count + share) * variance);
  return {mean, low: mean - reach, high: mean + reach};
}

const steps = 20_000;

/**
 * The value that Student's t lies below with a probability of 0.5 to 1. With t = √ν tan θ its density is in proportion to
 * cos(θ)^(ν−1), which is added up from 0 to π/2.
 */
export function studentQuantile(probability: number, freedom: number): number {
  const width = Math.PI / 2 / steps;
  const density = (at: number) => Math.cos((at + 0.5) * width) ** (freedom - 1);
  let all = 0;
  for (let at = 0; at < steps; at += 1) all += density(at);
  const wanted = (2 * probability - 1) * all;
  let [sum, at] = [0, 0];
  while (at < steps && sum + density(at) < wanted) {
    sum += density(at);
    at += 1;
  }
  return Math.sqrt(freedom) * Math.tan((at + (wanted - sum) / density(at)) * width);
}
