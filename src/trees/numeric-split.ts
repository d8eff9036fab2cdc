import {binWords} from './bin-layout.js';
import {type Histogram, high, sumsIn} from './histogram.js';
import {type Bounds, freeGain, leafGain, leafValue, type SplitRules, type Sums} from './split-rules.js';

/** Where a column's bins lie in a histogram. */
export interface NumericRange {
  start: number;
  /** Bins of values; that of missing ones comes behind them, if there is one. */
  values: number;
  hasMissing: boolean;
  monotone: number;
}

export interface NumericSplit {
  gain: number;
  /** The last bin that goes left. */
  bin: number;
  missing: 'left' | 'right';
  left: Sums;
}

/** The best of all splits of a node between two bins of a column; missing values are tried on either side. */
export function numericSplit(
  histogram: Histogram,
  range: NumericRange,
  total: Sums,
  rules: SplitRules,
  bounds: Bounds,
): NumericSplit | undefined {
  const missing = missingOf(histogram, range);
  const scan = {histogram, range, total, rules, bounds};
  const found = scanned(scan, {gradient: 0, hessian: 0, rows: 0}, missing.rows > 0);
  if (missing.rows === 0)
    return found && {...found, missing: 2 * found.left.rows >= total.rows ? 'left' : 'right'};
  const other = scanned(scan, missing, false);
  if (other && (!found || other.gain > found.gain)) return {...other, missing: 'left'};
  return found && {...found, missing: 'right'};
}

interface Scan {
  histogram: Histogram;
  range: NumericRange;
  total: Sums;
  rules: SplitRules;
  bounds: Bounds;
}

/**
 * @param from what is on the left before the first bin
 * @param toEnd whether all values may go left: then missing ones are what is on the right
 */
function scanned(
  {histogram, range: {start, values, monotone}, total, rules, bounds}: Scan,
  from: Sums,
  toEnd: boolean,
): Omit<NumericSplit, 'missing'> | undefined {
  const {minRows, minHessian, l1, l2} = rules;
  const {words, signed, scales} = histogram;
  const isFree = monotone === 0 && bounds.low === Number.NEGATIVE_INFINITY && bounds.high === Infinity;
  if (isFree && l1 === 0) {
    const bins = toEnd ? values : values - 1;
    return histogram.kernel.scan(histogram, {at: start, bins}, {from, total}, rules);
  }
  let {gradient, hessian, rows} = from;
  let [best, chosen] = [Number.NEGATIVE_INFINITY, -1];
  let [bestGradient, bestHessian, bestRows] = [0, 0, 0];
  const last = toEnd ? values : values - 1;
  for (let bin = 0, at = binWords * start; bin < last; bin += 1, at += binWords) {
    const held = signed[at + 3]! >>> 8;
    if (held === 0) continue;
    gradient += (signed[at + 1]! * high + words[at]!) * scales.gradient;
    hessian += ((signed[at + 3]! & 255) * high + words[at + 2]!) * scales.hessian;
    rows += held;
    if (rows < minRows || hessian < minHessian) continue;
    const [right, rest] = [total.gradient - gradient, total.hessian - hessian];
    if (total.rows - rows < minRows || rest < minHessian) break;
    const gain = isFree
      ? freeGain(gradient, hessian, l1, l2) + freeGain(right, rest, l1, l2)
      : boundGain({gradient, hessian}, {gradient: right, hessian: rest}, {rules, bounds, monotone});
    if (gain > best) {
      [best, chosen] = [gain, bin];
      [bestGradient, bestHessian, bestRows] = [gradient, hessian, rows];
    }
  }
  if (chosen < 0) return undefined;
  return {gain: best, bin: chosen, left: {gradient: bestGradient, hessian: bestHessian, rows: bestRows}};
}

/** The gain of a split of which the leaves put out what constraints allow; −∞ where they break that of the column. */
function boundGain(
  left: Omit<Sums, 'rows'>,
  right: Omit<Sums, 'rows'>,
  {rules, bounds, monotone}: {rules: SplitRules; bounds: Bounds; monotone: number},
): number {
  const values = [left, right].map(({gradient, hessian}) => leafValue(gradient, hessian, rules, bounds));
  if (monotone * (values[1]! - values[0]!) < 0) return Number.NEGATIVE_INFINITY;
  return (
    leafGain(left.gradient, left.hessian, rules, values[0]!) +
    leafGain(right.gradient, right.hessian, rules, values[1]!)
  );
}

function missingOf(histogram: Histogram, {start, values, hasMissing}: NumericRange): Sums {
  return hasMissing ? sumsIn(histogram, start + values) : {gradient: 0, hessian: 0, rows: 0};
}
