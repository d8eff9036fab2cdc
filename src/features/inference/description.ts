import {longestSample} from '../../data/column-samples.js';
import {aggregateFeatures} from './aggregate-features.js';
import type {ColumnSummary} from './column-summary.js';
import type {Features} from './feature.js';
import {nameFeatures, wordsOf} from './name-features.js';
import {sampleFeatures} from './sample-features.js';

const features: Features = {...aggregateFeatures, ...sampleFeatures, ...nameFeatures};

/** Names of what `describe` gives, in its order. */
export const featureNames: readonly string[] = Object.keys(features);

/** Beyond this, names tell nothing more and patterns take long. */
const longestName = 500;

/** A column as the classifier takes it: a finite number for each feature. */
export function describe(summary: ColumnSummary): Float32Array {
  const samples = summary.samples.map((sample) => sample?.slice(0, longestSample) ?? null);
  const name = summary.name.slice(0, longestName);
  const column = {
    ...{...summary, name, samples, words: wordsOf(name), present: summary.rows - summary.missing},
    texts: samples.filter((sample) => sample !== null),
  };
  return Float32Array.from(featureNames, (each) => finite(features[each]!(column)));
}

const largest = 3e38;

/** Sums over rows differ in their last digits from machine to machine: they may not decide. */
function finite(value: number): number {
  const rounded = Number(value.toPrecision(6));
  return Number.isNaN(rounded) ? 0 : Math.min(largest, Math.max(-largest, rounded));
}
