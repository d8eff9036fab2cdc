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
 * of all sets is a beginning of that order (Fisher 1958; for gradients Ke et al. 2017, §2.1 of its implementation): so
 * only beginnings and ends are tried. Categories of few rows are drawn to the middle, or left out: they go right.
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
  const held = heldBy(histogram, start, bins);
  const search = new Search(held, total, {...rules, l2}, bounds);
  if (isFew) for (let bin = 0; bin < bins; bin += 1) search.tried([bin]);
  else {
    const order = byMean(held, rules.categorySmoothing);
    const most = Math.min(rules.mostCategories, (order.length + 1) >> 1);
    search.tried(order.slice(0, most));
    search.tried(order.slice(-most).reverse());
  }
  return search.found && {...search.found, l2};
}

/** What the bins of a column hold. */
interface Held {
  gradients: Float64Array;
  hessians: Float64Array;
  rows: Float64Array;
}

function heldBy(histogram: Histogram, start: number, bins: number): Held {
  const held = {
    gradients: new Float64Array(bins),
    hessians: new Float64Array(bins),
    rows: new Float64Array(bins),
  };
  for (let bin = 0; bin < bins; bin += 1) {
    held.gradients[bin] = gradientIn(histogram, start + bin);
    held.hessians[bin] = hessianIn(histogram, start + bin);
    held.rows[bin] = rowsIn(histogram, start + bin);
  }
  return held;
}

/** The bins that are not too small, by their mean gradient, smoothed. */
function byMean({gradients, hessians, rows}: Held, smoothing: number): number[] {
  const order: number[] = [];
  const means = new Float64Array(rows.length);
  for (let bin = 0; bin < rows.length; bin += 1) {
    if (rows[bin]! < Math.max(1, smoothing)) continue;
    order.push(bin);
    means[bin] = gradients[bin]! / (hessians[bin]! + smoothing);
  }
  return order.sort((a, b) => means[a]! - means[b]! || a - b);
}

class Search {
  found: Omit<CategoricalSplit, 'l2'> | undefined;
  readonly #held: Held;
  readonly #total: Sums;
  readonly #rules: SplitRules;
  readonly #bounds: Bounds;

  constructor(held: Held, total: Sums, rules: SplitRules, bounds: Bounds) {
    this.#held = held;
    this.#total = total;
    this.#rules = rules;
    this.#bounds = bounds;
  }

  /** Tries every beginning of some bins. */
  tried(order: readonly number[]): void {
    const {minRows, minHessian, minCategoryRows} = this.#rules;
    const left = {gradient: 0, hessian: 0, rows: 0};
    let moved = 0;
    for (const [at, bin] of order.entries()) {
      left.gradient += this.#held.gradients[bin]!;
      left.hessian += this.#held.hessians[bin]!;
      left.rows += this.#held.rows[bin]!;
      moved += this.#held.rows[bin]!;
      if (left.rows < minRows || left.hessian < minHessian) continue;
      const rest = this.#total.rows - left.rows;
      if (rest < minRows || rest < minCategoryRows || this.#total.hessian - left.hessian < minHessian) return;
      if (order.length > 1 && moved < minCategoryRows) continue;
      moved = 0;
      const gain = this.#gain(left);
      if (gain > (this.found?.gain ?? Number.NEGATIVE_INFINITY))
        this.found = {gain, bins: order.slice(0, at + 1), left: {...left}};
    }
  }

  #gain(left: Sums): number {
    const right = {
      gradient: this.#total.gradient - left.gradient,
      hessian: this.#total.hessian - left.hessian,
    };
    const {l1, l2} = this.#rules;
    const {low, high} = this.#bounds;
    return [left, right].reduce((sum, {gradient, hessian}) => {
      if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY)
        return sum + freeGain(gradient, hessian, l1, l2);
      const value = leafValue(gradient, hessian, this.#rules, this.#bounds);
      return sum + leafGain(gradient, hessian, this.#rules, value);
    }, 0);
  }
}
