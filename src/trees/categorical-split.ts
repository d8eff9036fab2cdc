import {gradientIn, type Histogram, hessianIn, rowsIn} from './histogram.js';
import {type Bounds, freeGain, leafGain, leafValue, type SplitRules, type Sums} from './split-rules.js';

export interface CategoricalSplit {
  gain: number;
  /** The bins that go left. */
  bins: number[];
  left: Sums;
  /** The λ that its leaves are penalized by. */
  l2: number;
}

/** Categories up to which each is tried against all others. */
const few = 4;

/**
 * The best split of a node into two sets of categories. With the categories in the order of their mean gradient, the best
 * of all sets is a beginning of that order (Fisher 1958; for gradients Ke et al. 2017): so only beginnings and ends are
 * tried. Categories of few rows are drawn to the middle, or left out: they go right.
 */
export function categoricalSplit(
  histogram: Histogram,
  {start, bins}: {start: number; bins: number},
  total: Sums,
  rules: SplitRules,
  bounds: Bounds,
): CategoricalSplit | undefined {
  const isFew = bins <= few;
  const l2 = isFew ? rules.l2 : rules.l2 + rules.categoryL2;
  hold(histogram, start, bins);
  const seeking = new Seeking(total, rules, l2, bounds);
  if (isFew) for (let bin = 0; bin < bins; bin += 1) seeking.tried([bin], 0, 1, 1);
  else {
    const order = byMean(bins, rules.categorySmoothing);
    const most = Math.min(rules.mostCategories, (order.length + 1) >> 1);
    seeking.tried(order, 0, 1, most);
    seeking.tried(order, order.length - 1, -1, most);
  }
  return seeking.found;
}

/** What the bins hold of one column at a time: made once, as this is done for every column of every node. */
const held = {
  gradients: new Float64Array(256),
  hessians: new Float64Array(256),
  rows: new Float64Array(256),
  means: new Float64Array(256),
};

function hold(histogram: Histogram, start: number, bins: number): void {
  for (let bin = 0; bin < bins; bin += 1) {
    held.gradients[bin] = gradientIn(histogram, start + bin);
    held.hessians[bin] = hessianIn(histogram, start + bin);
    held.rows[bin] = rowsIn(histogram, start + bin);
  }
}

/** The bins that are not too small, by their mean gradient, smoothed. */
function byMean(bins: number, smoothing: number): number[] {
  const {gradients, hessians, rows, means} = held;
  const order: number[] = [];
  for (let bin = 0; bin < bins; bin += 1) {
    if (rows[bin]! < Math.max(1, smoothing)) continue;
    order.push(bin);
    means[bin] = gradients[bin]! / (hessians[bin]! + smoothing);
  }
  return order.sort((a, b) => means[a]! - means[b]! || a - b);
}

/** The best of the sets that were tried. */
class Seeking {
  readonly #total: Sums;
  readonly #rules: SplitRules;
  readonly #l2: number;
  readonly #bounds: Bounds;
  readonly #isFree: boolean;
  #gain = Number.NEGATIVE_INFINITY;
  #bins: number[] = [];
  #left: Sums = {gradient: 0, hessian: 0, rows: 0};

  constructor(total: Sums, rules: SplitRules, l2: number, bounds: Bounds) {
    this.#total = total;
    this.#rules = rules;
    this.#l2 = l2;
    this.#bounds = bounds;
    this.#isFree = bounds.low === Number.NEGATIVE_INFINITY && bounds.high === Number.POSITIVE_INFINITY;
  }

  get found(): CategoricalSplit | undefined {
    if (this.#bins.length === 0) return undefined;
    return {gain: this.#gain, bins: this.#bins, left: this.#left, l2: this.#l2};
  }

  /** Tries the first of some bins from one on, the first two, and so on, up to so many. */
  tried(order: readonly number[], from: number, step: 1 | -1, most: number): void {
    const {minRows, minHessian, minCategoryRows} = this.#rules;
    let [gradient, hessian, rows, moved, best] = [0, 0, 0, 0, 0];
    for (let count = 1; count <= most; count += 1) {
      const bin = order[from + step * (count - 1)]!;
      gradient += held.gradients[bin]!;
      hessian += held.hessians[bin]!;
      rows += held.rows[bin]!;
      moved += held.rows[bin]!;
      if (rows < minRows || hessian < minHessian) continue;
      const rest = this.#total.rows - rows;
      if (rest < minRows || this.#total.hessian - hessian < minHessian) break;
      if (order.length > 1 && rest < minCategoryRows) break;
      if (order.length > 1 && moved < minCategoryRows) continue;
      moved = 0;
      const gain = this.#gainOf(gradient, hessian);
      if (gain <= this.#gain) continue;
      [this.#gain, best] = [gain, count];
      this.#left = {gradient, hessian, rows};
    }
    if (best > 0) this.#bins = Array.from({length: best}, (_, at) => order[from + step * at]!);
  }

  #gainOf(gradient: number, hessian: number): number {
    const [right, rest] = [this.#total.gradient - gradient, this.#total.hessian - hessian];
    const {l1} = this.#rules;
    const l2 = this.#l2;
    if (this.#isFree) return freeGain(gradient, hessian, l1, l2) + freeGain(right, rest, l1, l2);
    return this.#boundGain(gradient, hessian) + this.#boundGain(right, rest);
  }

  #boundGain(gradient: number, hessian: number): number {
    const penalty = {l1: this.#rules.l1, l2: this.#l2};
    return leafGain(gradient, hessian, penalty, leafValue(gradient, hessian, penalty, this.#bounds));
  }
}
