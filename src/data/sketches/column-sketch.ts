import {type CountedBins, mergeBins} from './counted-bins.js';
import {type DistinctSketch, mergeDistinct} from './distinct-sketch.js';
import {type DyadicHistogram, mergeDyadic} from './dyadic-histogram.js';
import {type FrequentValues, mergeFrequent} from './frequent-values.js';
import {type Moments, mergeMoments} from './moments.js';

/** What is measured of each value: itself, its length in characters, or the seconds from 1970 to it. */
export type Measure = 'value' | 'characters' | 'seconds';

/** What numbers look like. */
export interface NumberSketch {
  measure: Measure;
  /** Whether all are whole numbers. */
  whole: boolean;
  moments: Moments;
  dyadic: DyadicHistogram;
  logarithmic: CountedBins;
}

/**
 * What is kept of a column: aggregates of bounded size, from which no row can be told. Sketches of the parts of a table merge
 * to that of the table: the histograms and the distinct values exactly, moments but for rounding, frequent values within
 * what is said of them.
 */
export interface ColumnSketch {
  name: string;
  rows: number;
  /** Rows without a value, or with one that cannot be measured. */
  missing: number;
  /** Undefined where nothing is measured. */
  numbers: NumberSketch | undefined;
  /** Undefined once sketches of different hashes came together. */
  distinct: DistinctSketch | undefined;
  frequent: FrequentValues;
}

/** Of two sets of rows, of both together. */
export function mergeSketches(one: ColumnSketch, other: ColumnSketch): ColumnSketch {
  return {
    name: one.name,
    rows: one.rows + other.rows,
    missing: one.missing + other.missing,
    numbers: mergeNumbers(one.numbers, other.numbers),
    distinct: one.distinct && other.distinct && mergeDistinct(one.distinct, other.distinct),
    frequent: mergeFrequent(one.frequent, other.frequent),
  };
}

function mergeNumbers(
  one: NumberSketch | undefined,
  other: NumberSketch | undefined,
): NumberSketch | undefined {
  if (!one || !other) return one ?? other;
  const moments = mergeMoments(one.moments, other.moments);
  return {
    measure: one.measure,
    whole: one.whole && other.whole,
    moments,
    dyadic: mergeDyadic(one.dyadic, other.dyadic, [moments.minimum, moments.maximum]),
    logarithmic: mergeBins(one.logarithmic, other.logarithmic),
  };
}
