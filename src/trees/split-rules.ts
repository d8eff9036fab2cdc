import type {TreesOptions} from './options.js';

/** What a split has to keep to. */
export type SplitRules = Pick<
  TreesOptions,
  | ('minRows' | 'minHessian' | 'l1' | 'l2' | 'minGain' | 'monotone')
  | ('categorySmoothing' | 'categoryL2' | 'mostCategories' | 'minCategoryRows')
>;

/** Σ gradient and Σ hessian of some rows, and how many they are. */
export interface Sums {
  gradient: number;
  hessian: number;
  rows: number;
}

/** What a leaf may put out, so that no constraint is broken. */
export interface Bounds {
  low: number;
  high: number;
}

/**
 * What a leaf puts out: the w that lowers Gw + ½(H + λ)w² + α|w| most (Chen and Guestrin 2016, eq. 5; α as in XGBoost).
 * @returns 0 where there is no hessian and no penalty
 */
export function leafValue(gradient: number, hessian: number, {l1, l2}: Penalty, bounds: Bounds): number {
  const free = hessian + l2 > 0 ? -shrunk(gradient, l1) / (hessian + l2) : 0;
  return Math.min(bounds.high, Math.max(bounds.low, free));
}

export interface Penalty {
  l1: number;
  l2: number;
}

/** By how much a leaf that puts out w lowers the loss, twice. */
export function leafGain(gradient: number, hessian: number, {l1, l2}: Penalty, value: number): number {
  return -(2 * gradient * value + (hessian + l2) * value * value + 2 * l1 * Math.abs(value));
}

/** The gain of a leaf that puts out what is best for it: leafGain at leafValue. */
export function freeGain(gradient: number, hessian: number, l1: number, l2: number): number {
  const rest = l1 === 0 ? gradient : shrunk(gradient, l1);
  return hessian + l2 > 0 ? (rest * rest) / (hessian + l2) : 0;
}

function shrunk(gradient: number, l1: number): number {
  return Math.sign(gradient) * Math.max(0, Math.abs(gradient) - l1);
}
