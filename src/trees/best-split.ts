import {binCount, type ColumnBins} from './bins.js';
import {type CategoricalSplit, categoricalSplit} from './categorical-split.js';
import type {Histogram} from './histogram.js';
import {type NumericSplit, numericSplit} from './numeric-split.js';
import {type Bounds, leafGain, leafValue, type SplitRules, type Sums} from './split-rules.js';
import type {Question, Sides} from './tree.js';

/** Loss that is no gain: what is left of sums that should have been nothing. */
const noise = 1e-7;

export interface Split {
  column: number;
  /** By how much it lowers the loss, twice. */
  gain: number;
  left: Sums;
  right: Sums;
  /** The λ that its leaves are penalized by. */
  l2: number;
  /** Where the column is divided. */
  found: NumericSplit | CategoricalSplit;
}

/** A node, as it is before it is split. */
export interface NodeState {
  sums: Sums;
  bounds: Bounds;
  l2: number;
}

/**
 * The split of a node that lowers the loss most, over some of its columns; undefined where none lowers it by more than it
 * has to. Of equal ones the first column's counts.
 */
export function bestSplit(
  histogram: Histogram,
  {bins, starts, columns}: {bins: readonly ColumnBins[]; starts: Int32Array; columns: readonly number[]},
  node: NodeState,
  rules: SplitRules,
): Split | undefined {
  const {gradient, hessian} = node.sums;
  const penalty = {l1: rules.l1, l2: node.l2};
  const alone = leafGain(gradient, hessian, penalty, leafValue(gradient, hessian, penalty, node.bounds));
  let best: {column: number; found: NumericSplit | CategoricalSplit} | undefined;
  for (const column of columns) {
    const found = splitOf(
      histogram,
      bins[column]!,
      starts[column]!,
      node,
      rules,
      rules.monotone[column] ?? 0,
    );
    if (found && found.gain > (best?.found.gain ?? Number.NEGATIVE_INFINITY)) best = {column, found};
  }
  if (!best || best.found.gain - alone <= rules.minGain + noise) return undefined;
  const {column, found} = best;
  const l2 = 'l2' in found ? found.l2 : rules.l2;
  const {left} = found;
  return {column, gain: found.gain - alone, left, right: without(node.sums, left), l2, found};
}

function splitOf(
  histogram: Histogram,
  own: ColumnBins,
  start: number,
  {sums, bounds}: NodeState,
  rules: SplitRules,
  monotone: number,
): NumericSplit | CategoricalSplit | undefined {
  if (own.kind === 'categorical')
    return categoricalSplit(histogram, {start, bins: own.count}, sums, rules, bounds);
  const values = own.thresholds.length + 1;
  return numericSplit(histogram, {start, values, hasMissing: own.hasMissing, monotone}, sums, rules, bounds);
}

/** What a split asks of a row, and whether each bin of its column goes left. */
export function askedBy(
  {column, found}: Split,
  bins: readonly ColumnBins[],
): {question: Question; sides: Sides} {
  const own = bins[column]!;
  const sides: Sides = new Uint8Array(binCount(own));
  if (own.kind === 'numeric') {
    const {bin, missing} = found as NumericSplit;
    sides.fill(1, 0, bin + 1);
    sides[own.thresholds.length + 1] = missing === 'left' ? 1 : 0;
    const threshold = own.thresholds[bin] ?? Number.POSITIVE_INFINITY;
    return {question: {kind: 'numeric', column, threshold, missing}, sides};
  }
  for (const bin of (found as CategoricalSplit).bins) sides[bin] = 1;
  return {question: {kind: 'categorical', column, ...listed(own.binOf, sides)}, sides};
}

/** The codes of one side: of that which rare and unknown categories are not on. */
function listed(binOf: Uint8Array, sides: Sides): {codes: number[]; side: 'left' | 'right'} {
  const last = sides.length - 1;
  const wanted = sides[last] === 1 ? 0 : 1;
  const codes = [...binOf.keys()].filter((code) => sides[binOf[code]!] === wanted);
  return {codes, side: wanted === 1 ? 'left' : 'right'};
}

function without(all: Sums, some: Sums): Sums {
  return {
    gradient: all.gradient - some.gradient,
    hessian: all.hessian - some.hessian,
    rows: all.rows - some.rows,
  };
}
