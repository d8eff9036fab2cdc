import {smallestScale} from '../base/smallest-scale.js';
import type {NumberFacts} from '../data/number-facts.js';

export interface FittedPower {
  lambda: number;
  /** Of the transformed values. */
  mean: number;
  /** Their standard deviation, population form; 1 for a constant column. */
  scale: number;
}

/** λ is looked for in here: what is skewed more is not made straight by a power. */
const [lowest, highest] = [-5, 5];
/** What of a 32-bit float's 24 digits at least has to tell transformed values apart; an exponent costs some more. */
const leastSpread = 2 ** -12;
/** Exponents that a 32-bit float holds with room for what follows. */
const largestExponent = 60;

/** λ by maximum likelihood over the sample, and mean and deviation of what it makes of it. Of one value: λ is 1. */
export function fitPower({sample}: NumberFacts): FittedPower {
  const plain = moments(sample, 1);
  if (sample.length < 2 || plain.scale < smallestScale) return {lambda: 1, mean: plain.mean, scale: 1};
  const logarithms = sample.reduce((sum, x) => sum + Math.sign(x) * Math.log1p(Math.abs(x)), 0);
  const largest = sample.reduce((most, x) => Math.max(most, Math.log1p(Math.abs(x))), 0);
  const cost = (lambda: number) => {
    const exponent = Math.max(lambda, 2 - lambda) * largest;
    if (exponent > largestExponent) return unfit * (1 + Math.abs(lambda - 1));
    const {scale, furthest} = moments(sample, lambda);
    if (!(scale > leastSpread * (1 + exponent) * furthest)) return unfit * (1 + Math.abs(lambda - 1));
    return sample.length * Math.log(scale) - (lambda - 1) * logarithms;
  };
  const lambda = lowestPoint(cost);
  if (cost(lambda) >= unfit) return {lambda: 1, mean: plain.mean, scale: plain.scale};
  const {mean, scale} = moments(sample, lambda);
  return {lambda, mean, scale};
}

/** More than any likelihood: λs that a 32-bit float cannot follow are left for ones that are nearer to 1. */
const unfit = 1e300;

/** Yeo and Johnson's ψ(λ, x). */
export function yeoJohnson(x: number, lambda: number): number {
  const power = x < 0 ? 2 - lambda : lambda;
  const logarithm = Math.log1p(Math.abs(x));
  const size = Math.abs(power) < 1e-6 ? logarithm : Math.expm1(power * logarithm) / power;
  return x < 0 ? -size : size;
}

function moments(sample: Float64Array, lambda: number): {mean: number; scale: number; furthest: number} {
  const values = sample.map((x) => yeoJohnson(x, lambda));
  const mean = values.reduce((sum, x) => sum + x, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    mean,
    scale: Math.sqrt(squares / Math.max(1, values.length)),
    furthest: values.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  };
}

/** Where a function of one dip is lowest, by the golden section. */
function lowestPoint(cost: (x: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [lowest, highest];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [costLeft, costRight] = [cost(left), cost(right)];
  while (high - low > 1e-9) {
    if (costLeft <= costRight) {
      [high, right, costRight] = [right, left, costLeft];
      left = high - golden * (high - low);
      costLeft = cost(left);
    } else {
      [low, left, costLeft] = [left, right, costRight];
      right = low + golden * (high - low);
      costRight = cost(right);
    }
  }
  return (low + high) / 2;
}
