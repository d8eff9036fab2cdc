import type {Glance} from './glance.js';

/** Quantities are cut at so many quantiles of the training rows at most, with so many rows between two of them at least. */
const mostBins = 200;
const leastInBin = 20;
/** Classes with fewer validation rows, or fewer others, are not scored. */
const leastOfClass = 5;

/**
 * How well a column alone ranks validation rows by their class, as the area under the ROC curve: each class against the
 * others, weighted by its rows. Each value, or bin of values, has the share of the class that the training rows have there.
 * @returns 0 … 1; 0.5 where it says nothing
 */
export function aloneClasses(glance: Glance, column: number, isQuantity: boolean): number {
  const {train, held, labels} = glance;
  const {binOf, bins} = binning(glance, column, isQuantity);
  const counts = tally(train.columns[column]!, train.target, binOf, bins, labels.length);
  const seen = tally(held.columns[column]!, held.target, binOf, bins, labels.length);
  let [sum, weight] = [0, 0];
  for (let label = 0; label < labels.length; label += 1) {
    const rows = seen.of(label);
    if (rows < leastOfClass || held.length - rows < leastOfClass) continue;
    const prior = counts.of(label) / train.length;
    const scored = Array.from({length: bins}, (_, bin) => ({
      score: (counts.at(bin, label) + prior) / (counts.in(bin) + 1),
      yes: seen.at(bin, label),
      no: seen.in(bin) - seen.at(bin, label),
    }));
    sum += rows * areaUnderCurve(scored);
    weight += rows;
  }
  return weight === 0 ? 0.5 : sum / weight;
}

/**
 * How much of a number's variance over validation rows a column alone explains, R²: by the mean of the training rows in each
 * bin, or by a line, whichever is better.
 * @returns at most 1
 */
export function aloneNumbers(glance: Glance, column: number, isQuantity: boolean): number {
  const {train, held} = glance;
  const {binOf, bins} = binning(glance, column, isQuantity);
  const [sums, counts] = [new Float64Array(bins), new Float64Array(bins)];
  train.columns[column]!.forEach((value, row) => {
    sums[binOf(value)]! += train.target[row]!;
    counts[binOf(value)]! += 1;
  });
  const mean = average(train.target);
  const byBin = (value: number) => {
    const bin = binOf(value);
    return (sums[bin]! + mean) / (counts[bin]! + 1);
  };
  const line = isQuantity ? leastSquares(train.columns[column]!, train.target) : undefined;
  return Math.max(
    ...[byBin, ...(line ? [line] : [])].map((predict) =>
      explained(held.columns[column]!, held.target, predict),
    ),
  );
}

/** Bin 0 is for what is missing, or was not seen in training. */
function binning({train}: Glance, column: number, isQuantity: boolean) {
  const values = train.columns[column]!;
  const distinct = new Set(values);
  distinct.delete(Number.NaN);
  if (isQuantity && distinct.size > mostBins / 4) {
    const present = values.filter((value) => !Number.isNaN(value)).sort();
    const wanted = Math.max(2, Math.min(mostBins, Math.floor(present.length / leastInBin)));
    const cuts = [
      ...new Set(
        Array.from(
          {length: wanted - 1},
          (_, at) => present[Math.floor(((at + 1) * present.length) / wanted)]!,
        ),
      ),
    ];
    return {
      bins: cuts.length + 2,
      binOf: (value: number) => (Number.isNaN(value) ? 0 : 1 + below(cuts, value)),
    };
  }
  const numbers = new Map([...distinct].map((value, at) => [value, at + 1]));
  return {bins: numbers.size + 1, binOf: (value: number) => numbers.get(value) ?? 0};
}

/** How many of some rising numbers are less than a value. */
function below(cuts: readonly number[], value: number): number {
  let [low, high] = [0, cuts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tally(
  values: Float64Array,
  target: Float64Array,
  binOf: (value: number) => number,
  bins: number,
  classes: number,
) {
  const cells = new Map<number, number>();
  const [inBin, ofClass] = [new Float64Array(bins), new Float64Array(classes)];
  values.forEach((value, row) => {
    const [bin, label] = [binOf(value), target[row]!];
    cells.set(bin * classes + label, (cells.get(bin * classes + label) ?? 0) + 1);
    inBin[bin]! += 1;
    ofClass[label]! += 1;
  });
  return {
    at: (bin: number, label: number) => cells.get(bin * classes + label) ?? 0,
    in: (bin: number) => inBin[bin]!,
    of: (label: number) => ofClass[label]!,
  };
}

/** The probability that a row of the class is scored above one that is not, ties counted half. */
function areaUnderCurve(scored: readonly {score: number; yes: number; no: number}[]): number {
  const rising = scored.filter(({yes, no}) => yes + no > 0).sort((a, b) => a.score - b.score);
  let [area, yes, no] = [0, 0, 0];
  for (let start = 0; start < rising.length; ) {
    let [yesHere, noHere, end] = [0, 0, start];
    for (; end < rising.length && rising[end]!.score === rising[start]!.score; end += 1) {
      yesHere += rising[end]!.yes;
      noHere += rising[end]!.no;
    }
    area += yesHere * (no + noHere / 2);
    yes += yesHere;
    no += noHere;
    start = end;
  }
  return area / (yes * no);
}

function leastSquares(xs: Float64Array, ys: Float64Array): ((x: number) => number) | undefined {
  const rows = [...xs.keys()].filter((row) => !Number.isNaN(xs[row]!));
  const [mx, my] = [average(rows.map((row) => xs[row]!)), average(rows.map((row) => ys[row]!))];
  let [xy, xx] = [0, 0];
  for (const row of rows) {
    xy += (xs[row]! - mx) * (ys[row]! - my);
    xx += (xs[row]! - mx) ** 2;
  }
  return xx > 0 ? (x) => (Number.isNaN(x) ? my : my + (xy / xx) * (x - mx)) : undefined;
}

function explained(xs: Float64Array, ys: Float64Array, predict: (x: number) => number): number {
  const mean = average(ys);
  let [left, all] = [0, 0];
  ys.forEach((y, row) => {
    left += (y - predict(xs[row]!)) ** 2;
    all += (y - mean) ** 2;
  });
  return all > 0 ? 1 - left / all : 0;
}

function average(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at += 1) sum += values[at]!;
  return values.length === 0 ? 0 : sum / values.length;
}
