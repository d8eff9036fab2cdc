import type {NumberSummary} from './column-summary.js';
import type {Feature, Features} from './feature.js';

/** Keeps a quotient finite. */
const tiny = 1e-9;

/** What the aggregates over all rows tell: how much is missing, how much occurs again, and how numbers lie. */
export const aggregateFeatures: Features = {
  rows: ({rows}) => rows,
  'missing rows': ({missing}) => missing,
  'share of missing rows': ({missing, rows}) => missing / Math.max(1, rows),
  'rows with a value': ({present}) => present,
  'distinct values': ({distinct}) => distinct,
  'distinct values per row': ({distinct, rows}) => distinct / Math.max(1, rows),
  'distinct values per value': ({distinct, present}) => distinct / Math.max(1, present),
  'rows per distinct value': ({distinct, present}) => present / Math.max(1, distinct),
  'values that occur again': ({distinct, present}) => present - distinct,
  'is numeric': ({numbers}) => (numbers ? 1 : 0),
  mean: ofNumbers(({mean}) => mean),
  'standard deviation': ofNumbers(({deviation}) => deviation),
  minimum: ofNumbers(({minimum}) => minimum),
  maximum: ofNumbers(({maximum}) => maximum),
  range: ofNumbers(rangeOf),
  'deviation relative to the mean': ofNumbers(({deviation, mean}) => deviation / (Math.abs(mean) + tiny)),
  'range in deviations': ofNumbers((own) => rangeOf(own) / (own.deviation + tiny)),
  'place of the mean in the range': ofNumbers((own) => (own.mean - own.minimum) / (rangeOf(own) + tiny), -1),
  'share of the range that occurs': ofNumbers((own, {distinct}) => distinct / (rangeOf(own) + 1), -1),
  'maximum per distinct value': ofNumbers(({maximum}, {distinct}) => maximum / Math.max(1, distinct), -1),
};

function rangeOf({minimum, maximum}: NumberSummary): number {
  return maximum - minimum;
}

function ofNumbers(
  value: (numbers: NumberSummary, column: Parameters<Feature>[0]) => number,
  ofText = 0,
): Feature {
  return (column) => (column.numbers ? value(column.numbers, column) : ofText);
}
